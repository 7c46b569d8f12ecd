package io.hitless.template.filters;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TidyTextTest {
    @Test
    void tabs_become_blanks_up_to_the_next_place_of_eight() {
        assertThat(TidyText.of("a\tb\n12345678\tc\n\t-")).isEqualTo("a       b\n12345678        c\n        -");
    }

    @Test
    void lines_end_without_blanks_and_the_text_without_empty_lines() {
        assertThat(TidyText.of("a  \n\n b\t\n\n\n")).isEqualTo("a\n\n b");
    }

    @Test
    void control_characters_go() {
        assertThat(TidyText.of("a\u0007b\u001b[1m")).isEqualTo("ab[1m");
    }
}
