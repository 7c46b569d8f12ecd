package io.hitless.template.collections;

import io.hitless.source.UserError;
import io.hitless.template.eval.BoundArguments;
import io.hitless.template.eval.Builtin;
import io.hitless.template.format.Coercions;
import io.hitless.value.Values;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Convert durations such as {@code 1h 30m} to another unit. */
public final class TimeUnitFilters {
    private static final Pattern PART = Pattern.compile("(-?\\d+)([a-zA-Z]+)");
    private static final double DAY = 86_400;

    private enum Unit {
        MILLISECONDS(0.001, "ms", "millisecond", "msec", "msecond"),
        SECONDS(1, "s", "sec", "second"),
        MINUTES(60, "m", "min", "minute"),
        HOURS(3600, "h", "hour"),
        DAYS(DAY, "d", "day"),
        WEEKS(7 * DAY, "w", "week"),
        MONTHS(30 * DAY, "mo", "month"),
        YEARS(365 * DAY, "y", "year");

        private final double seconds;

        @SuppressWarnings("ImmutableEnumChecker") // an unmodifiable list
        private final List<String> names;

        Unit(double seconds, String... names) {
            this.seconds = seconds;
            this.names = List.of(names);
        }
    }

    private static final Map<String, Unit> BY_NAME = new HashMap<>();

    static {
        for (Unit unit : Unit.values()) {
            BY_NAME.put(unit.names.getFirst(), unit);
            unit.names.stream().skip(1).forEach(name -> {
                BY_NAME.put(name, unit);
                BY_NAME.put(name + "s", unit);
            });
        }
    }

    private TimeUnitFilters() {}

    public static Builtin.Table table() {
        Builtin.Table table = new Builtin.Table()
                .add("to_time_unit", (v, a) -> in(unit(a.text("unit", "ms")), v, a), "unit", "year", "month");
        for (Unit unit : Unit.values()) {
            String name = "to_" + unit.name().toLowerCase(java.util.Locale.ROOT);
            table.add(name, (v, a) -> in(unit, v, a), "year", "month");
        }
        return table;
    }

    private static Unit unit(String name) {
        Unit unit = BY_NAME.get(name.length() > 2 ? name.toLowerCase(java.util.Locale.ROOT) : name);
        if (unit == null) {
            throw new UserError(null, "there is no unit of time '" + name + "'", "write ms, s, m, h, d, w, mo or y");
        }
        return unit;
    }

    private static Double in(Unit wanted, @Nullable Object value, BoundArguments a) {
        if (!(value instanceof String text)) {
            throw new UserError("a length of time is a text, not " + Coercions.article(value));
        }
        double seconds = 0;
        for (String part : text.strip().split("\\s+", 0)) {
            if (part.isEmpty()) {
                continue;
            }
            Matcher m = PART.matcher(part);
            if (!m.matches() || BY_NAME.get(m.group(2)) == null) {
                throw new UserError("no length of time is written " + Values.repr(text));
            }
            seconds += Long.parseLong(m.group(1)) * seconds(unit(m.group(2)), a);
        }
        return new BigDecimal(seconds / seconds(wanted, a))
                .setScale(12, RoundingMode.HALF_EVEN)
                .doubleValue();
    }

    private static double seconds(Unit unit, BoundArguments a) {
        return switch (unit) {
            case MONTHS -> a.has("month") ? Coercions.real(a.value("month"), "month") * DAY : unit.seconds;
            case YEARS -> a.has("year") ? Coercions.real(a.value("year"), "year") * DAY : unit.seconds;
            default -> unit.seconds;
        };
    }
}
