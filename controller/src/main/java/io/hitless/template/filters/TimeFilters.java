package io.hitless.template.filters;

import io.hitless.template.eval.Builtin;
import io.hitless.template.format.Coercions;
import io.hitless.template.format.TimeFormat;
import io.hitless.value.Values;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Filters over times. */
public final class TimeFilters {
    private TimeFilters() {}

    public static Builtin.Table table() {
        return new Builtin.Table()
                .add(
                        "strftime",
                        (v, a) -> {
                            double seconds = a.value("second", null) == null
                                    ? System.currentTimeMillis() / 1000.0
                                    : a.value("second") instanceof String s
                                            ? Double.parseDouble(s)
                                            : Coercions.real(a.value("second"), "the second");
                            ZoneId zone = a.flag("utc", false) ? ZoneOffset.UTC : ZoneId.systemDefault();
                            return TimeFormat.format(
                                    Instant.ofEpochMilli((long) (seconds * 1000))
                                            .atZone(zone),
                                    Values.text(v));
                        },
                        "second",
                        "utc")
                .add(
                        "to_datetime",
                        (v, a) -> TimeFormat.parse(Values.text(v), a.text("format", "%Y-%m-%d %H:%M:%S")),
                        "format");
    }
}
