package io.hitless.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RedactorTest {
    private final Redactor redactor = new Redactor();

    @Test
    void a_secret_is_masked_wherever_it_stands() {
        redactor.add("correct horse");
        assertThat(redactor.redact("mysql -pcorrect horse; echo")).isEqualTo("mysql -p********; echo");
        assertThat(redactor.redactValue(Map.of("correct horse", List.of("a correct horse", 1L))))
                .isEqualTo(Map.of("********", List.of("a ********", 1L)));
    }

    @Test
    void each_line_of_a_secret_is_one() {
        redactor.add("first line\nsecond line\n");
        assertThat(redactor.redact("it says: second line!")).isEqualTo("it says: ********!");
    }

    @Test
    void base64_of_it_is_masked_at_every_offset() {
        redactor.add("battery staple");
        for (String before : List.of("", "x", "xy", "xyz")) {
            String encoded = Base64.getEncoder().encodeToString((before + "battery staple").getBytes(StandardCharsets.UTF_8));
            assertThat(redactor.redact(encoded)).as(before).contains(Redactor.MASK).hasSizeLessThan(encoded.length());
        }
    }

    @Test
    void base64_of_it_alone_is_masked_to_the_last_letter_however_short_it_is() {
        for (String secret : List.of("pin4", "five5", "a??>ß??>", "battery staple")) {
            redactor.add(secret);
            for (String text : List.of(secret, secret + "\n")) {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                assertThat(redactor.redact(Base64.getEncoder().withoutPadding().encodeToString(bytes))).as(secret).isEqualTo(Redactor.MASK);
                assertThat(redactor.redact(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes))).as(secret).isEqualTo(Redactor.MASK);
            }
        }
    }

    @Test
    void the_longer_of_two_secrets_is_taken_whole() {
        redactor.add("secret");
        redactor.add("secret-and-more");
        assertThat(redactor.redact("secret-and-more")).isEqualTo("********");
    }

    @Test
    void text_too_short_to_tell_from_ordinary_words_is_left() {
        redactor.add("yes");
        assertThat(redactor.redact("yes")).isEqualTo("yes");
    }
}
