package io.hitless.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The outcomes are those of Python 3.13. */
class PythonTimeTest {
    private static final Map<String, Function<String, Object>> TYPES = Map.of(
            "date",
            LocalDate::parse,
            "local",
            LocalDateTime::parse,
            "zoned",
            OffsetDateTime::parse,
            "length",
            Duration::parse);

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        date   | 2024-02-29                | datetime.date(2024, 2, 29)                         | 2024-02-29
        local  | 2024-02-29T00:00          | datetime.datetime(2024, 2, 29, 0, 0)               | 2024-02-29 00:00:00
        local  | 2024-02-29T01:02:03       | datetime.datetime(2024, 2, 29, 1, 2, 3)            | 2024-02-29 01:02:03
        local  | 2024-02-29T01:02:00.5     | datetime.datetime(2024, 2, 29, 1, 2, 0, 500000)    | 2024-02-29 01:02:00.500000
        zoned  | 2024-01-02T03:04Z         | datetime.datetime(2024, 1, 2, 3, 4, tzinfo=datetime.timezone.utc) | 2024-01-02 03:04:00+00:00
        zoned  | 2024-01-02T03:04:05+02:30 | datetime.datetime(2024, 1, 2, 3, 4, 5, tzinfo=datetime.timezone(datetime.timedelta(seconds=9000))) | 2024-01-02 03:04:05+02:30
        zoned  | 2024-01-02T03:04:05.000006-05:00 | datetime.datetime(2024, 1, 2, 3, 4, 5, 6, tzinfo=datetime.timezone(datetime.timedelta(days=-1, seconds=68400))) | 2024-01-02 03:04:05.000006-05:00
        length | PT0S                      | datetime.timedelta(0)                              | 0:00:00
        length | P1D                       | datetime.timedelta(days=1)                         | 1 day, 0:00:00
        length | P-1D                      | datetime.timedelta(days=-1)                        | -1 day, 0:00:00
        length | PT-5H                     | datetime.timedelta(days=-1, seconds=68400)         | -1 day, 19:00:00
        length | P2DT3.000004S             | datetime.timedelta(days=2, seconds=3, microseconds=4) | 2 days, 0:00:03.000004
        """)
    void a_time_is_written_as_in_python(String type, String iso, String within, String alone) {
        Object time = TYPES.get(type).apply(iso);

        assertThat(Values.text(time)).isEqualTo(alone);
        assertThat(Values.text(List.of(time))).isEqualTo("[" + within + "]");
    }
}
