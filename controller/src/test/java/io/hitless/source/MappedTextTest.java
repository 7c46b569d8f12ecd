package io.hitless.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MappedTextTest {
    private final SourceFile file = new SourceFile("f.yml", "key: 'it''s'");

    @Test
    void a_verbatim_text_points_into_the_file() {
        MappedText text = MappedText.verbatim(new Span(file, 5, 12));
        assertThat(text.text()).isEqualTo("'it''s'");
        assertThat(text.span(1, 3)).isEqualTo(new Span(file, 6, 8));
        assertThat(text.part(1, 3).text()).isEqualTo("it");
    }

    @Test
    void each_character_of_an_unquoted_text_knows_its_place() {
        MappedText text = MappedText.mapped(new Span(file, 5, 12), "it's", new int[] {6, 7, 8, 10});
        assertThat(text.span(3, 4)).isEqualTo(new Span(file, 10, 11));
        assertThat(text.span(1, 4)).isEqualTo(new Span(file, 7, 11));
        assertThat(text.span(4, 4)).isEqualTo(new Span(file, 12, 12));
        assertThat(text.part(2, 4).span(1, 2)).isEqualTo(new Span(file, 10, 11));
    }

    @Test
    void every_place_in_an_opaque_text_is_the_whole() {
        Span all = new Span(file, 5, 12);
        MappedText text = MappedText.opaque(all, "something else");
        assertThat(text.span(3, 4)).isEqualTo(all);
        assertThat(text.part(0, 4).text()).isEqualTo("some");
        assertThat(text.part(0, 4).span(1, 2)).isEqualTo(all);
    }

    @Test
    void there_is_one_offset_for_each_character() {
        assertThatThrownBy(() -> MappedText.mapped(new Span(file, 0, 3), "key", new int[] {0, 1}))
                .hasMessage("2 offsets for 3 characters");
    }

    @Test
    void a_text_from_a_host_is_not_trusted() {
        SourceFile foreign = new SourceFile("host", "{{ x }}", false, true);
        assertThat(MappedText.verbatim(Span.whole(foreign)).isTrusted()).isFalse();
        assertThat(MappedText.verbatim(Span.whole(file)).isTrusted()).isTrue();
        assertThatThrownBy(() -> MappedText.verbatim(Span.whole(foreign)).trusted())
                .isInstanceOf(UserError.class);
    }
}
