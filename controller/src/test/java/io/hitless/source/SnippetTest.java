package io.hitless.source;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SnippetTest {
    private static String snippet(String text, int start, int end) {
        return Snippet.of(new Span(new SourceFile("f", text), start, end));
    }

    @Test
    void the_stretch_is_underlined() {
        assertThat(snippet("one\ntwo words\nthree", 8, 13)).isEqualTo("   2 | two words\n     |     ^^^^^");
    }

    @Test
    void a_place_of_no_length_has_one_mark() {
        assertThat(snippet("abc", 3, 3)).isEqualTo("   1 | abc\n     |    ^");
    }

    @Test
    void a_stretch_over_lines_ends_with_its_first() {
        assertThat(snippet("ab\ncd", 1, 5)).isEqualTo("   1 | ab\n     |  ^");
    }

    @Test
    void tabs_and_control_characters_take_one_column() {
        assertThat(snippet("\ta\u0007b", 3, 4)).isEqualTo("   1 |  a b\n     |    ^");
    }

    @Test
    void of_a_long_line_the_part_around_the_place_is_shown() {
        String shown = snippet("x".repeat(300) + "HERE" + "y".repeat(300), 300, 304);
        assertThat(shown.lines().findFirst().orElseThrow()).hasSize(7 + 160).contains("HERE");
        assertThat(shown).endsWith("^^^^");
    }

    @Test
    void text_that_was_decrypted_is_not_shown() {
        SourceFile secret = new SourceFile("f", "cipher").decrypted("password: x");
        assertThat(Snippet.of(new Span(secret, 0, 8))).contains("not shown").doesNotContain("password");
    }
}
