package io.hitless.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretFormsTest {
    private static final String SECRET = "p'w\"1&/x";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "p'w\"1&/x",
                "P'W\"1&/X",
                "p'\"'\"'w\"1&/x",
                "p'\\''w\"1&/x",
                "p''w\"1&/x",
                "p'w\\\"1&/x",
                "p%27w%221%26%2Fx",
                "p%27w%221%26/x",
                "p%27w%221%26%2fx",
                "p&#39;w&#34;1&amp;/x",
                "p&#x27;w&quot;1&amp;/x",
                "702777223126 2f78"
            })
    void a_secret_is_known_in_the_spellings_of_shells_json_urls_and_html(String form) {
        assertThat(SecretForms.of(SECRET, 3)).contains(form.replace(" ", ""));
    }

    @Test
    void base64_of_a_text_that_holds_the_secret_holds_one_of_its_forms() {
        Set<String> forms = SecretForms.of("correct horse battery", 3);
        for (String before : List.of("", "a", "ab", "abc")) {
            String encoded = java.util.Base64.getEncoder()
                    .encodeToString((before + "correct horse battery staple")
                            .getBytes(java.nio.charset.StandardCharsets.UTF_8));
            assertThat(forms).as("behind '%s'", before).anyMatch(encoded::contains);
        }
    }

    @Test
    void characters_beyond_ascii_are_known_escaped() {
        assertThat(SecretForms.of("p\u00e4ss", 3)).contains("p\\u00e4ss", "p\\xE4ss", "p%C3%A4ss");
    }

    @Test
    void forms_that_are_too_short_are_left_out() {
        assertThat(SecretForms.of("abcd", 5))
                .allMatch(form -> form.length() >= 5)
                .contains("61626364");
    }
}
