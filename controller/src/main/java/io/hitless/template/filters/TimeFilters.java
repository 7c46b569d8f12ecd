package io.hitless.template.filters;

import io.hitless.source.UserError;
import io.hitless.template.eval.Builtin;
import io.hitless.template.format.Coercions;
import io.hitless.template.format.TimeFormat;
import io.hitless.value.Values;
import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** Filters for dates and times. */
public final class TimeFilters {
    private TimeFilters() {}

    private static String format(@Nullable Object value) {
        if (value instanceof String format) {
            return format;
        }
        throw new UserError("a format is wanted, not " + Coercions.article(value));
    }

    private static double seconds(@Nullable Object given) {
        Double seconds = switch (given) {
            case null -> Double.valueOf(System.currentTimeMillis() / 1000.0);
            case String text -> NumberFilters.number(text);
            default -> Double.valueOf(Coercions.real(given, "the second"));
        };
        if (seconds == null || !Double.isFinite(seconds)) {
            throw new UserError("not a number of seconds since 1970: " + Values.repr(given));
        }
        return seconds;
    }

    public static Builtin.Table table() {
        return new Builtin.Table()
                .add(
                        "strftime",
                        (v, a) -> {
                            double seconds = seconds(a.value("second", null));
                            ZoneId zone = a.flag("utc", false) ? ZoneId.of("GMT") : ZoneId.systemDefault();
                            return TimeFormat.format(
                                    Instant.ofEpochMilli((long) (seconds * 1000))
                                            .atZone(zone),
                                    format(v));
                        },
                        "second",
                        "utc")
                .add(
                        "to_datetime",
                        (v, a) -> TimeFormat.parse(Values.text(v), a.string("format", "%Y-%m-%d %H:%M:%S")),
                        "format");
    }
}
