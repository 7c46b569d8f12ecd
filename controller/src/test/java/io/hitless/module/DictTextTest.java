package io.hitless.module;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DictTextTest {
    @Test
    void pairs_are_separated_by_commas_or_blanks() {
        assertThat(DictText.dict("a=1, b=\"x y\",c='it''s' d=\\,"))
                .containsExactly(
                        Map.entry("a", "1"), Map.entry("b", "x y"), Map.entry("c", "its"), Map.entry("d", ","));
        assertThat(DictText.dict("")).isEmpty();
    }

    @Test
    void a_text_in_braces_is_json() {
        assertThat(DictText.dict(" {\"a\": 1, \"b\": [true]}")).isEqualTo(Map.of("a", 1L, "b", List.of(true)));
    }

    @Test
    void the_keys_of_a_mapping_become_texts() {
        assertThat(DictText.dict(Map.of(1L, "x"))).isEqualTo(Map.of("1", "x"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "=1", "a='x", "{broken"})
    void what_is_no_dictionary_is_refused(String text) {
        assertThatThrownBy(() -> DictText.dict(text)).hasMessageStartingWith("must be a dictionary, not");
    }

    @Test
    void a_list_is_no_dictionary() {
        assertThatThrownBy(() -> DictText.dict(List.of("a"))).hasMessage("must be a dictionary, not [\"a\"]");
    }
}
