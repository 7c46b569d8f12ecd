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

/**
 * Converts values for JSON and for modules: a time becomes text in ISO 8601 format, bytes the text that they are in
 * UTF-8.
 */
public final class Portable {
    private Portable() {}

    /** Returns the converted value, or the same object if it contains neither time nor bytes. */
    @SuppressWarnings("ReferenceEquality") // is it another object?
    public static @Nullable Object of(@Nullable Object value) {
        return switch (value) {
            case LocalDateTime time -> iso(time);
            case OffsetDateTime time -> iso(time);
            case LocalDate day -> iso(day);
            case Bytes bytes -> bytes.text();
            case Tuple tuple -> {
                List<?> items = items(tuple);
                yield items == tuple ? tuple : Tuple.of(items);
            }
            case LazyItems lazy -> lazy;
            case List<?> list -> items(list);
            case Map<?, ?> map -> entries(map);
            case null, default -> value;
        };
    }

    @SuppressWarnings("ReferenceEquality") // is it another object?
    private static List<?> items(List<?> list) {
        List<@Nullable Object> converted = null;
        int at = 0;
        for (Object item : list) {
            Object portable = of(item);
            if (portable != item && converted == null) {
                converted = new ArrayList<>(list);
            }
            if (converted != null) {
                converted.set(at, portable);
            }
            at++;
        }
        return converted == null ? list : converted;
    }

    @SuppressWarnings("ReferenceEquality") // is it another object?
    private static Map<?, ?> entries(Map<?, ?> map) {
        Map<Object, @Nullable Object> converted = null;
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            Object portable = of(entry.getValue());
            if (portable != entry.getValue() && converted == null) {
                converted = new LinkedHashMap<>(map);
            }
            if (converted != null) {
                converted.put(entry.getKey(), portable);
            }
        }
        return converted == null ? map : converted;
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
