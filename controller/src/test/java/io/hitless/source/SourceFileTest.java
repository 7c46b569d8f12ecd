package io.hitless.source;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourceFileTest {
    private final SourceFile file = new SourceFile("f", "ab\r\nc\n\nlast");

    @ParameterizedTest
    @CsvSource({"0, 1, 1", "2, 1, 3", "4, 2, 1", "5, 2, 2", "6, 3, 1", "7, 4, 1", "11, 4, 5"})
    void an_offset_has_a_line_and_a_column(int offset, int line, int column) {
        assertThat(file.line(offset)).isEqualTo(line);
        assertThat(file.column(offset)).isEqualTo(column);
    }

    @Test
    void a_line_is_given_without_its_end() {
        assertThat(file.lineText(1)).isEqualTo("ab");
        assertThat(file.lineText(2)).isEqualTo("c");
        assertThat(file.lineText(3)).isEmpty();
        assertThat(file.lineText(4)).isEqualTo("last");
    }

    @Test
    void a_decrypted_text_keeps_its_name_and_is_secret() {
        SourceFile plain = file.decrypted("plain");
        assertThat(plain.name()).isEqualTo("f");
        assertThat(plain.text()).isEqualTo("plain");
        assertThat(plain.isSecret()).isTrue();
        assertThat(file.isSecret()).isFalse();
    }
}
