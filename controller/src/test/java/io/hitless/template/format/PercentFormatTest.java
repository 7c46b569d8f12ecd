package io.hitless.template.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hitless.source.UserError;
import io.hitless.value.Tuple;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Python's {@code %} of a text. */
class PercentFormatTest {
    @ParameterizedTest
    @CsvSource({
        "%d, 7, 7",
        "%05d, 7, 00007",
        "%05d, -7, -0007",
        "%-5d|, 7, '7    |'",
        "%+d, 7, +7",
        "'% d', 7, ' 7'",
        "%x, 255, ff",
        "%#X, 255, 0XFF",
        "%o, 8, 10",
        "%5s|, 7, '    7|'",
        "%.0s|, 7, |",
        "%c, 65, A",
        "%i, 7, 7",
        "%r, 7, 7",
        "100%%-%d, 7, 100%-7"
    })
    void a_number_is_written_as_its_field_says(String format, long value, String text) {
        assertThat(PercentFormat.format(format, value)).isEqualTo(text);
    }

    @Test
    void reals_have_a_precision() {
        assertThat(PercentFormat.format("%.2f", 3.14159)).isEqualTo("3.14");
        assertThat(PercentFormat.format("%8.3f", 3.14159)).isEqualTo("   3.142");
        assertThat(PercentFormat.format("%e", 12345.678)).isEqualTo("1.234568e+04");
        assertThat(PercentFormat.format("%g", 0.0001)).isEqualTo("0.0001");
        assertThat(PercentFormat.format("%d", 3.9)).isEqualTo("3");
    }

    @Test
    void values_are_taken_in_order_and_sizes_among_them() {
        assertThat(PercentFormat.format("%s-%s", Tuple.of("a", 2L))).isEqualTo("a-2");
        assertThat(PercentFormat.format("%*d", Tuple.of(4L, 7L))).isEqualTo("   7");
        assertThat(PercentFormat.format("%.*f", Tuple.of(1L, 2.25))).isEqualTo("2.2");
    }

    @Test
    void values_are_found_by_name_and_may_be_more_than_are_used() {
        assertThat(PercentFormat.format("%(a)s %(b)03d", Map.of("a", "x", "b", 5L, "c", 1L)))
                .isEqualTo("x 005");
        assertThatThrownBy(() -> PercentFormat.format("%(d)s", Map.of("a", 1L)))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("'d', which is not given");
    }

    @Test
    void a_list_is_one_value() {
        assertThat(PercentFormat.format("%s", List.of(1L, 2L))).isEqualTo("[1, 2]");
    }

    @Test
    void too_few_and_too_many_values_are_errors() {
        assertThatThrownBy(() -> PercentFormat.format("%s %s", "a")).hasMessageContaining("more than the 1 values");
        assertThatThrownBy(() -> PercentFormat.format("no field", "a")).hasMessageContaining("uses 0 of the 1 values");
    }

    @Test
    void what_is_no_field_is_an_error() {
        assertThatThrownBy(() -> PercentFormat.format("%y", 1L)).hasMessageContaining("a format has no %y");
        assertThatThrownBy(() -> PercentFormat.format("50%", 1L)).hasMessageContaining("ends in the middle of a field");
        assertThatThrownBy(() -> PercentFormat.format("%d", "x")).isInstanceOf(UserError.class);
        assertThatThrownBy(() -> PercentFormat.format("%99999999999d", 1L))
                .as("more than any text may be long")
                .isInstanceOf(UserError.class);
    }
}
