package io.hitless.source;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextMarksTest {
    private final TextMarks<String> marks = new TextMarks<>();

    @Test
    void only_the_very_object_has_the_mark() {
        String text = "value";
        String marked = marks.marked(text, "secret");
        assertThat(marked).isEqualTo(text);
        assertThat(marks.of(marked)).isEqualTo("secret");
        assertThat(marks.of(text)).isNull();
        assertThat(marks.of(marked + "")).isIn("secret", null);
        assertThat(marks.of(marked.substring(0, 3))).isNull();
    }

    @Test
    void equal_texts_can_have_different_marks() {
        String one = marks.marked("value", "one");
        String two = marks.marked("value", "two");
        assertThat(marks.of(one)).isEqualTo("one");
        assertThat(marks.of(two)).isEqualTo("two");
    }

    @Test
    void other_values_have_none() {
        assertThat(marks.of(7L)).isNull();
        assertThat(marks.of(null)).isNull();
    }
}
