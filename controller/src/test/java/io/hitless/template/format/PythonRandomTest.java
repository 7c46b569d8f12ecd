package io.hitless.template.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Held against Python. The digests are what this printed, in Python 3.11 and 3.13:
 *
 * <pre>
 * import hashlib, math, random
 * def numbers(seed):
 *     r = random.Random(seed)
 *     items = list(range(7))
 *     some = [r.randrange(60), r.randrange(10, 100, 7), r.randrange(70, -5, -3), r.randrange(2**40), r.choice(range(2**33 + 1))]
 *     r.shuffle(items)
 *     return ' '.join(map(str, some + items)) + '\n'
 * for of in (lambda i: f'lb{i}', lambda i: f'hôte-{i}.example' * (i % 200), lambda i: i * 7919 - 5000, lambda i: (i - 5000) / 48, lambda i: math.ldexp(1.7, i - 5000)
 *            if abs(i - 5000) &lt; 1000 else -5e-324 * i):
 *     print(hashlib.sha256(''.join(numbers(of(i)) for i in range(10000)).encode()).hexdigest())
 * </pre>
 */
class PythonRandomTest {
    private interface Seeds {
        Object of(int i);
    }

    private static String numbers(Object seed) {
        PythonRandom random = PythonRandom.of(seed);
        List<Object> all = new ArrayList<>(List.of(
                random.range(0, 60, 1),
                random.range(10, 100, 7),
                random.range(70, -5, -3),
                random.range(0, 1L << 40, 1),
                random.below((1L << 33) + 1)));
        List<Long> items = new ArrayList<>(LongStream.range(0, 7).boxed().toList());
        random.shuffle(items);
        all.addAll(items);
        return String.join(" ", all.stream().map(String::valueOf).toList()) + "\n";
    }

    private static String digest(Seeds seeds) {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < 10_000; i++) {
            all.append(numbers(seeds.of(i)));
        }
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(all.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void the_first_numbers_are_those_of_Python() {
        assertThat(numbers("lb1")).isEqualTo("6 45 61 742859620072 6585608899 0 6 3 4 5 2 1\n");
        assertThat(numbers(0L)).isEqualTo("54 52 -2 927241537154 4468846388 0 6 1 2 5 3 4\n");
        assertThat(numbers(-1.0)).isEqualTo("8 87 43 230764590903 4749740763 1 3 4 5 6 2 0\n");
        assertThat(numbers(true)).isEqualTo(numbers(1L));
    }

    @Test
    void ten_thousand_names_give_what_they_give_in_Python() {
        assertThat(digest(i -> "lb" + i)).isEqualTo("6ef158baf8e6d6b9fc96884f4f40f3a54a78eaf29f6e824a6a4dc8a673d8af89");
    }

    @Test
    void so_do_long_texts_that_are_not_ASCII() {
        assertThat(digest(i -> ("hôte-" + i + ".example").repeat(i % 200)))
                .isEqualTo("88011818f22e50d00682cd6f7c47f4eb2051e874be2be18a0c26efb0257ae10d");
    }

    @Test
    void so_do_whole_numbers() {
        assertThat(digest(i -> i * 7919L - 5000))
                .isEqualTo("987b6af843cbba1db5783305baf5181e186381378ed007d0ddcad765c8df0c5c");
    }

    @Test
    void so_do_real_numbers() {
        assertThat(digest(i -> (i - 5000) / 48.0))
                .isEqualTo("8a8c8d4a3218bbbb9596fbea22360dcda629cc718190eb844d7781980934c260");
        assertThat(digest(i -> Math.abs(i - 5000) < 1000 ? Math.scalb(1.7, i - 5000) : -5e-324 * i))
                .isEqualTo("867533e0faf73b06c79e6daceded6999b31c07972917bd92baae6132f4116378");
    }

    @Test
    void without_a_seed_each_time_is_another() {
        Set<Long> met = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            met.add(PythonRandom.of(null).below(1L << 60));
        }
        assertThat(met).hasSize(20);
    }
}
