package io.hitless.template.eval;

import io.hitless.source.Reason;
import io.hitless.source.UserError;
import io.hitless.template.format.Coercions;
import io.hitless.template.format.TimeFormat;
import io.hitless.value.Portable;
import io.hitless.value.Values;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoField;
import java.time.temporal.Temporal;
import java.time.temporal.TemporalAccessor;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The methods and attributes of Python's {@code datetime}, {@code date} and {@code timedelta}. */
final class TimeMethods {
    static final Map<String, Builtin> TABLE = new Builtin.Table()
            .add("strftime", (t, a) -> TimeFormat.format(zoned(t), a.text("format")), "format")
            .add("isoformat", (t, _) -> t instanceof TemporalAccessor time ? Portable.iso(time) : zoned(t).toString())
            .add("replace", (t, a) -> replaced(t, a.extra()), "**")
            .add("utcoffset", (t, _) -> t instanceof OffsetDateTime o ? offset(o) : null)
            .add("time", (t, _) -> zoned(t).toLocalTime().toString())
            .add("timestamp", (t, _) -> zoned(t).toEpochSecond() + zoned(t).getNano() / 1e9)
            .add("date", (t, _) -> zoned(t).toLocalDate())
            .add("weekday", (t, _) -> zoned(t).getDayOfWeek().getValue() - 1L)
            .add("isoweekday", (t, _) -> (long) zoned(t).getDayOfWeek().getValue())
            .add("total_seconds", (t, _) -> t instanceof Duration d ? d.toSeconds() + d.toNanosPart() / 1e9 : null)
            .build();

    private TimeMethods() {}

    private static Duration offset(OffsetDateTime time) {
        return Duration.ofSeconds(time.getOffset().getTotalSeconds());
    }

    private static Object replaced(@Nullable Object time, Map<String, ?> parts) {
        if (!(time instanceof Temporal changed)) {
            throw new UserError("a duration is not a time");
        }
        try {
            for (Map.Entry<String, ?> part : parts.entrySet()) {
                ChronoField field = field(part.getKey());
                if (field == null || !changed.isSupported(field)) {
                    throw new UserError("a time has no part " + Values.repr(part.getKey()) + " that can be replaced");
                }
                changed = changed.with(field, Coercions.integer(part.getValue(), part.getKey()));
            }
            return changed;
        } catch (DateTimeException e) {
            throw new UserError("no such time: " + Reason.of(e));
        }
    }

    private static ZonedDateTime zoned(@Nullable Object time) {
        return switch (time) {
            case LocalDateTime t -> t.atZone(ZoneId.systemDefault());
            case OffsetDateTime t -> t.toZonedDateTime();
            case LocalDate t -> t.atStartOfDay(ZoneId.systemDefault());
            case null, default -> throw new UserError("a duration is not a time");
        };
    }

    /** Returns an attribute; null if the owner is no time or has no such attribute. */
    static @Nullable Object field(@Nullable Object owner, String name) {
        if (owner instanceof Duration d) {
            return switch (name) {
                case "days" -> Math.floorDiv(d.toSeconds(), 86_400L);
                case "seconds" -> Math.floorMod(d.toSeconds(), 86_400L);
                case "microseconds" -> d.toNanosPart() / 1000L;
                default -> null;
            };
        }
        if (!(owner instanceof Temporal time)) {
            return null;
        }
        ChronoField field = field(name);
        return field == null || !time.isSupported(field) ? null : (Object) time.getLong(field);
    }

    private static @Nullable ChronoField field(String name) {
        return switch (name) {
            case "year" -> ChronoField.YEAR;
            case "month" -> ChronoField.MONTH_OF_YEAR;
            case "day" -> ChronoField.DAY_OF_MONTH;
            case "hour" -> ChronoField.HOUR_OF_DAY;
            case "minute" -> ChronoField.MINUTE_OF_HOUR;
            case "second" -> ChronoField.SECOND_OF_MINUTE;
            case "microsecond" -> ChronoField.MICRO_OF_SECOND;
            default -> null;
        };
    }
}
