package io.hitless.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
            String encoded =
                    Base64.getEncoder().encodeToString((before + "battery staple").getBytes(StandardCharsets.UTF_8));
            assertThat(redactor.redact(encoded))
                    .as(before)
                    .contains(Redactor.MASK)
                    .hasSizeLessThan(encoded.length());
        }
    }

    @Test
    void base64_of_it_alone_is_masked_to_the_last_letter_however_short_it_is() {
        for (String secret : List.of("pin45678", "fivefive5", "a??>ß??>", "battery staple")) {
            redactor.add(secret);
            for (String text : List.of(secret, secret + "\n")) {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                assertThat(redactor.redact(Base64.getEncoder().withoutPadding().encodeToString(bytes)))
                        .as(secret)
                        .isEqualTo(Redactor.MASK);
                assertThat(redactor.redact(
                                Base64.getUrlEncoder().withoutPadding().encodeToString(bytes)))
                        .as(secret)
                        .isEqualTo(Redactor.MASK);
            }
        }
    }

    @Test
    void the_longer_of_two_secrets_is_taken_whole() {
        redactor.add("my-secret");
        redactor.add("my-secret-and-more");
        assertThat(redactor.redact("my-secret-and-more")).isEqualTo("********");
    }

    @Test
    void a_number_is_one_also_where_it_is_none_of_a_text() {
        redactor.add("73519284");
        assertThat(redactor.redactValue(Map.of("pin", 73519284L, "other", 7L)))
                .isEqualTo(Map.of("pin", "********", "other", 7L));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "P@ss w/rd+ü'\"\\&<>",
                "P%40ss%20w%2Frd%2B%C3%BC%27%22%5C%26%3C%3E",
                "P%40ss%20w/rd%2B%C3%BC%27%22%5C%26%3C%3E",
                "P%40ss+w%2Frd%2B%C3%BC%27%22%5C%26%3C%3E",
                "P%40ss%20w%2frd%2b%c3%bc%27%22%5c%26%3c%3e",
                "P@ss w/rd+\\u00fc'\\\"\\\\&<>",
                "P@ss w/rd+ü'\\\"\\\\&<>",
                "P@ss w/rd+\\xFC'\\\"\\\\&<>",
                "P@ss w/rd+ü'\"'\"'\"\\&<>",
                "P@ss w/rd+ü'\\''\"\\&<>",
                "P@ss w/rd+ü''\"\\&<>",
                "P@ss w/rd+ü&#39;&#34;\\&amp;&lt;&gt;",
                "P@SS W/RD+Ü'\"\\&<>",
                "p@ss w/rd+ü'\"\\&<>",
                "UEBzcyB3L3JkK8O8JyJcJjw+",
                "504073732077" + "2f72642bc3bc27225c263c3e"
            })
    void each_spelling_of_it_is_masked(String spelling) {
        redactor.add("P@ss w/rd+ü'\"\\&<>");
        assertThat(redactor.redact("<" + spelling + ">")).isEqualTo("<********>");
    }

    @Test
    void a_short_one_is_masked_only_in_what_was_computed_from_it() {
        redactor.add("root");
        assertThat(redactor.redact("chroot of root")).isEqualTo("chroot of root");
        assertThat(redactor.shown(() -> {
                    SecretUse.note("root");
                    return "mysql -uroot";
                }))
                .isEqualTo("mysql -u********");
    }

    @Test
    void a_word_of_the_playbook_is_masked_only_in_what_was_computed_from_it() {
        redactor.add("production");
        redactor.addOrdinary("- name: roll production out");
        assertThat(redactor.redact("in production")).isEqualTo("in production");
        SecretUse.with(
                Set.of("production"),
                () -> assertThat(redactor.redactValue(Map.of("msg", "in production")))
                        .isEqualTo(Map.of("msg", "in ********")));
    }

    @Test
    void what_is_computed_apart_tells_nothing() {
        SecretUse.with(Set.of(), () -> {
            String user = SecretUse.apart(() -> {
                SecretUse.note("root");
                return "root";
            });
            assertThat(redactor.redact(user)).isEqualTo("root");
        });
    }
}
