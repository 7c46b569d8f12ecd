package io.hitless.source;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrintableTest {
    @ParameterizedTest
    @ValueSource(
            ints = {
                0, 7, 8, 0xd, 0x1b, 0x7f, 0x80, 0x85, 0x9b, 0x9f, 0xad, 0x61c, 0x200b, 0x200e, 0x200f, 0x2028, 0x2029,
                0x202a, 0x202e, 0x2060, 0x2066, 0x2069, 0xfeff, 0xfff9, 0xd800, 0xdfff, 0xe0001, 0xe0041
            })
    void what_steers_turns_or_is_not_seen_is_spelled_out(int c) {
        assertThat(Printable.isHidden(c)).isTrue();
        StringBuilder spelled = new StringBuilder();
        Printable.spell(c, spelled);
        assertThat(spelled.toString()).matches("(\\\\u[0-9a-f]{4}){1,2}");
        assertThat(Printable.line("a" + Character.toString(c) + "b")).isEqualTo("a" + spelled + "b");
    }

    @Test
    void other_text_stays_as_it_is() {
        String text = "Ünïcödé\t日本 \ud83d\ude80 עברית ✓ é";
        assertThat(Printable.line(text)).isSameAs(text);
        assertThat(Printable.lines("a\nb")).isEqualTo("a\nb");
        assertThat(Printable.line("a\nb")).isEqualTo("a\\u000ab");
    }
}
