package io.hitless.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PythonTextTest {
    @ParameterizedTest
    @CsvSource({
        "0.0, 0.0",
        "-0.0, -0.0",
        "1.5, 1.5",
        "100.0, 100.0",
        "0.0001, 0.0001",
        "0.00001, 1e-05",
        "1e15, 1000000000000000.0",
        "1e16, 1e+16",
        "-1.25e-7, -1.25e-07",
        "1e100, 1e+100",
        "NaN, nan",
        "Infinity, inf",
        "-Infinity, -inf"
    })
    void a_float_has_the_shortest_digits(double number, String text) {
        assertThat(PythonText.repr(number)).isEqualTo(text);
    }

    @Test
    void scalars_are_written_as_in_python() {
        assertThat(PythonText.repr(null)).isEqualTo("None");
        assertThat(PythonText.repr(true)).isEqualTo("True");
        assertThat(PythonText.repr(7L)).isEqualTo("7");
    }

    @Test
    void texts_choose_their_quotes() {
        assertThat(PythonText.repr("a")).isEqualTo("'a'");
        assertThat(PythonText.repr("it's")).isEqualTo("\"it's\"");
        assertThat(PythonText.repr("it's \"so\"")).isEqualTo("'it\\'s \"so\"'");
    }

    @Test
    void what_cannot_be_printed_is_escaped() {
        assertThat(PythonText.repr("a\n\t\\\u0001\u00a0\u200b")).isEqualTo("'a\\n\\t\\\\\\x01\\xa0\\u200b'");
        assertThat(PythonText.repr("\u00e9\ud83d\ude00")).isEqualTo("'\u00e9\ud83d\ude00'");
    }

    @Test
    void collections_are_written_with_their_brackets() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("a", List.of(1L, "x"));
        map.put("b", Map.of());
        assertThat(PythonText.repr(map)).isEqualTo("{'a': [1, 'x'], 'b': {}}");
        assertThat(PythonText.repr(Tuple.of(1L))).isEqualTo("(1,)");
        assertThat(PythonText.repr(Tuple.of(1L, 2L))).isEqualTo("(1, 2)");
        assertThat(PythonText.repr(Tuple.of())).isEqualTo("()");
        assertThat(PythonText.repr(List.of())).isEqualTo("[]");
    }

    @Test
    void times_show_microseconds_only_if_there_are_any() {
        assertThat(PythonText.repr(LocalDateTime.of(2026, 1, 2, 3, 4, 5))).isEqualTo("2026-01-02 03:04:05");
        assertThat(PythonText.repr(LocalDateTime.of(2026, 1, 2, 3, 4, 5, 6000)))
                .isEqualTo("2026-01-02 03:04:05.000006");
    }

    @Test
    void a_duration_counts_days_apart_and_downwards() {
        assertThat(PythonText.repr(Duration.ofSeconds(90_061))).isEqualTo("1 day, 1:01:01");
        assertThat(PythonText.repr(Duration.ofSeconds(-1))).isEqualTo("-1 day, 23:59:59");
        assertThat(PythonText.repr(Duration.ofDays(2).plusNanos(5_000))).isEqualTo("2 days, 0:00:00.000005");
    }

    @Test
    void an_undefined_value_in_a_list_is_an_error() {
        assertThatThrownBy(() -> PythonText.repr(List.of(Undefined.name("x"))))
                .hasMessageContaining("'x' is undefined");
    }
}
