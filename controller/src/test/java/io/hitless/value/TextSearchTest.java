package io.hitless.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextSearchTest {
    private final TextSearch search = new TextSearch(List.of("abc", "abcdef", "xyz"));

    @Test
    void the_longest_text_is_taken_whole() {
        assertThat(search.replaced("1abcdef2", "*")).isEqualTo("1*2");
        assertThat(search.replaced("1abcde2", "*")).isEqualTo("1*de2");
    }

    @Test
    void every_occurrence_is_replaced() {
        assertThat(search.replaced("abcabcxyz", "*")).isEqualTo("***");
        assertThat(search.replaced("abxyzab", "*")).isEqualTo("ab*ab");
    }

    @Test
    void a_text_without_any_of_them_is_the_same_object() {
        String text = "nothing to see";
        assertThat(search.replaced(text, "*")).isSameAs(text);
        assertThat(search.replaced("ab", "*")).isEqualTo("ab");
    }

    @Test
    void a_whole_text_is_known() {
        assertThat(search.has("abc")).isTrue();
        assertThat(search.has("abcd")).isFalse();
        assertThat(search.has("ab")).isFalse();
    }

    @Test
    void it_is_empty_without_texts() {
        assertThat(TextSearch.NONE.isEmpty()).isTrue();
        assertThat(search.isEmpty()).isFalse();
        assertThat(TextSearch.NONE.replaced("abc", "*")).isEqualTo("abc");
    }
}
