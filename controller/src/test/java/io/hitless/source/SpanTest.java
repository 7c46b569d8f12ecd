package io.hitless.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SpanTest {
    private final SourceFile file = new SourceFile("f.yml", "one\ntwo");

    @Test
    void it_is_printed_as_compilers_do() {
        assertThat(new Span(file, 5, 6)).hasToString("f.yml:2:2");
        assertThat(new Span(file, 5, 6).text()).isEqualTo("w");
    }

    @Test
    void a_place_from_a_journal_has_its_line_and_column() {
        assertThat(Span.at("a.yml", 12, 7)).hasToString("a.yml:12:7");
        assertThat(Span.at("a.yml", 1, 1)).hasToString("a.yml:1:1");
    }

    @Test
    void it_reaches_to_the_end_of_another() {
        assertThat(new Span(file, 1, 2).to(new Span(file, 4, 7))).isEqualTo(new Span(file, 1, 7));
        assertThat(new Span(file, 4, 5).to(new Span(file, 0, 1))).isEqualTo(new Span(file, 4, 4));
        assertThat(Span.whole(file)).isEqualTo(new Span(file, 0, 7));
    }

    @Test
    void its_end_is_not_before_its_start() {
        assertThatThrownBy(() -> new Span(file, 2, 1)).hasMessage("span 2..1");
        assertThatThrownBy(() -> new Span(file, -1, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void text_past_the_end_of_the_file_is_left_out() {
        assertThat(new Span(file, 4, 99).text()).isEqualTo("two");
    }
}
