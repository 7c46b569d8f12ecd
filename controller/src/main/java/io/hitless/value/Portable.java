package io.hitless.value;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Converts values for JSON and for modules: a time becomes text in ISO 8601 format. */
public final class Portable {
    private Portable() {}

    /** Returns the converted value, or the same object if it contains no time. */
    @SuppressWarnings("ReferenceEquality") // is it another object?
    public static @Nullable Object of(@Nullable Object value) {
        return switch (value) {
            case LocalDateTime time -> iso(time);
            case OffsetDateTime time -> iso(time);
            case LocalDate day -> iso(day);
            case Tuple tuple -> tuple.stream().anyMatch(item -> of(item) != item) ? Tuple.of(items(tuple)) : tuple;
            case LazyItems lazy -> lazy;
            case List<?> list -> {
                boolean same = true;
                for (Object item : list) {
                    same &= of(item) == item;
                }
                yield same ? list : items(list);
            }
            case Map<?, ?> map -> {
                boolean same = true;
                for (Object item : map.values()) {
                    same &= of(item) == item;
                }
                yield same ? map : entries(map);
            }
            case null, default -> value;
        };
    }

    private static List<@Nullable Object> items(List<?> list) {
        List<@Nullable Object> items = new ArrayList<>(list.size());
        list.forEach(item -> items.add(of(item)));
        return items;
    }

    private static Map<Object, @Nullable Object> entries(Map<?, ?> map) {
        Map<Object, @Nullable Object> entries = new LinkedHashMap<>();
        map.forEach((key, value) -> entries.put(key, of(value)));
        return entries;
    }

    /** Returns a time in the format of Python's {@code isoformat()}. */
    public static String iso(TemporalAccessor time) {
        if (!time.isSupported(ChronoField.HOUR_OF_DAY)) {
            return DateTimeFormatter.ISO_LOCAL_DATE.format(time);
        }
        return DateTimeFormatter.ofPattern(
                        (time.get(ChronoField.NANO_OF_SECOND) < 1000
                                        ? "uuuu-MM-dd'T'HH:mm:ss"
                                        : "uuuu-MM-dd'T'HH:mm:ss.SSSSSS")
                                + (time.isSupported(ChronoField.OFFSET_SECONDS) ? "xxx" : ""),
                        Locale.ROOT)
                .format(time);
    }
}
