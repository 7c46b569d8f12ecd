package io.hitless.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Whatever a host sends, its answer is read, or refused as an {@link IOException}: nothing else is thrown, and nothing
 * grows without bound.
 */
@Tag("slow")
class MutatedAnswersTest {
    private static final int ROUNDS = 150_000;
    private static final List<String> TYPES =
            List.of("s", "i", "b", "n", "j", "f", "F", "t", "w", "d", "c", "u", "x", "k", "e", "q", "a", "p", "l", "?");
    private static final List<String> NAMES = List.of(
            "",
            "msg",
            "rc",
            "stdout",
            "a/b",
            "a/b/c",
            "a/[]",
            "a/b/[]",
            "/",
            "//",
            "[]",
            "ansible_facts/x",
            "failed",
            "changed",
            "results",
            "x/[]/y");
    private static final List<String> VALUES = List.of(
            "",
            "0",
            "-1",
            "9223372036854775808",
            "1.5",
            "1.",
            ".",
            "NaN",
            "1e9999.",
            "true",
            "yes",
            "null",
            "{}",
            "[1,[2,{\"a\":null}]]",
            "{\"a\":",
            "s\tx\ty\nb\tz\ttrue",
            "s\tx",
            "i\ta/b\tx",
            "\u0000\u001b[2J\u202e",
            "{\"a\":1,\"a\":2}",
            "\"\\ud800\"",
            "1e400000000");

    @Test
    void a_mutated_answer_is_read_or_refused_and_nothing_else() {
        Random random = new Random(20_261_128);
        int read = 0;
        int refused = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] answer = mutated(answer(random), random);
            try {
                CallResultBuilder reply = new CallResultBuilder("trial");
                RecordReader reader = new RecordReader(new ByteArrayInputStream(answer));
                while (!reply.add(reader.next())) {}
                checkPlain(reply.result().fields(), 0);
                read++;
            } catch (IOException _) {
                refused++;
            } catch (RuntimeException | Error e) {
                throw new AssertionError("round " + round + ": " + new String(answer, StandardCharsets.ISO_8859_1), e);
            }
        }
        assertThat(read).isGreaterThan(ROUNDS / 20);
        assertThat(refused).isGreaterThan(ROUNDS / 20);
    }

    private static byte[] answer(Random random) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int records = random.nextInt(6);
        for (int i = 0; i < records; i++) {
            record(out, pick(TYPES, random), pick(NAMES, random), pick(VALUES, random));
        }
        record(out, "e", "", "");
        return out.toByteArray();
    }

    private static void record(ByteArrayOutputStream out, String type, String name, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        out.writeBytes(("1 " + type + " " + bytes.length + " " + name + "\n").getBytes(StandardCharsets.UTF_8));
        out.writeBytes(bytes);
        out.write('\n');
    }

    private static byte[] mutated(byte[] answer, Random random) {
        byte[] bytes = answer.clone();
        for (int times = random.nextInt(3); times > 0 && bytes.length > 0; times--) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(3)) {
                case 0 -> bytes[at] = (byte) random.nextInt(256);
                case 1 -> bytes = java.util.Arrays.copyOf(bytes, at);
                default -> bytes[at] = bytes[random.nextInt(bytes.length)];
            }
        }
        return bytes;
    }

    private static String pick(List<String> from, Random random) {
        return from.get(random.nextInt(from.size()));
    }

    private static void checkPlain(Object value, int level) {
        assertThat(level).isLessThanOrEqualTo(2 * ReplyLimits.DEPTH);
        switch (value) {
            case null -> {}
            case Map<?, ?> map ->
                map.forEach((name, each) -> {
                    assertThat(name).isInstanceOf(String.class);
                    checkPlain(each, level + 1);
                });
            case List<?> list -> new ArrayList<>(list).forEach(each -> checkPlain(each, level + 1));
            case String _, Boolean _, Number _ -> {}
            default -> throw new AssertionError("not a plain value: " + value.getClass());
        }
    }
}
