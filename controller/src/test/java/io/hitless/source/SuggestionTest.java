package io.hitless.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SuggestionTest {
    private static final List<String> NAMES = List.of("service", "systemd", "set_fact", "copy");

    @ParameterizedTest
    @CsvSource({
        "servcie, service",
        "sevice, service",
        "copyy, copy",
        "cpoy, copy",
        "systmd, systemd",
        "setfact, set_fact"
    })
    void the_nearest_name_is_suggested(String word, String name) {
        assertThat(Suggestion.didYouMean(word, NAMES)).isEqualTo("did you mean '" + name + "'?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"apt", "serve", "xy", "cp"})
    void a_word_that_is_too_different_has_no_suggestion(String word) {
        assertThat(Suggestion.didYouMean(word, NAMES)).isNull();
    }

    @Test
    void of_equally_near_names_the_first_in_the_alphabet_is_taken() {
        assertThat(Suggestion.didYouMean("web0", List.of("web2", "web1"))).isEqualTo("did you mean 'web1'?");
    }
}
