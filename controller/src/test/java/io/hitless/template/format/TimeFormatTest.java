package io.hitless.template.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hitless.source.UserError;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Times in the formats of {@code strftime}. */
class TimeFormatTest {
    /** A Sunday. */
    private static final ZonedDateTime TIME = ZonedDateTime.of(2026, 3, 1, 0, 5, 9, 123_456_789, ZoneOffset.ofHours(2));

    @ParameterizedTest
    @CsvSource({
        "%Y-%m-%d, 2026-03-01",
        "%F, 2026-03-01",
        "%C/%y, 20/26",
        "%e|, ' 1|'",
        "%-d, 1",
        "%-H, 0",
        "%I %p, 12 AM",
        "%T, 00:05:09",
        "%R, 00:05",
        "%D, 03/01/26",
        "%f, 123456",
        "%j, 060",
        "%a %A, Sun Sunday",
        "%b %B, Mar March",
        "%u %w, 7 0",
        "%U %W, 09 08",
        "%c, Sun Mar  1 00:05:09 2026",
        "%%, %",
        "%q, %q",
        "50%, 50%"
    })
    void a_time_is_written_as_its_format_says(String format, String text) {
        assertThat(TimeFormat.format(TIME, format)).isEqualTo(text);
    }

    @Test
    void hours_of_the_afternoon_are_counted_from_noon() {
        assertThat(TimeFormat.format(TIME.withHour(12), "%I %p")).isEqualTo("12 PM");
        assertThat(TimeFormat.format(TIME.withHour(23), "%I %p")).isEqualTo("11 PM");
        assertThat(TimeFormat.format(TIME.withHour(11), "%I %p")).isEqualTo("11 AM");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-01 10:20:30, %Y-%m-%d %H:%M:%S, 2026-03-01T10:20:30",
        "1/3/26, %d/%m/%y, 2026-03-01T00:00",
        "10:20, %H:%M, 1900-01-01T10:20",
        "2026, %Y, 2026-01-01T00:00",
        "'mar 5 2026', %b %d %Y, 2026-03-05T00:00",
        "'1:02 PM', %I:%M %p, 1900-01-01T13:02",
        "2026-060, %Y-%j, 2026-03-01T00:00"
    })
    void a_text_is_read_as_its_format_says_and_what_it_lacks_is_the_first(String text, String format, String time) {
        assertThat(TimeFormat.parse(text, format)).isEqualTo(LocalDateTime.parse(time));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-13-01", "2026-03-01x", "", "today"})
    void a_text_of_another_format_is_refused(String text) {
        assertThatThrownBy(() -> TimeFormat.parse(text, "%Y-%m-%d"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("does not have the format '%Y-%m-%d'");
    }

    @Test
    void a_field_that_cannot_be_read_is_named() {
        assertThatThrownBy(() -> TimeFormat.parse("x", "%q")).hasMessageContaining("%q");
    }
}
