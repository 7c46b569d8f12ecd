package io.hitless.value;

import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Formats dates, times and durations as Python does. */
final class PythonTime {
    private static final long DAY = 86_400;
    private static final DateTimeFormatter OFFSET = DateTimeFormatter.ofPattern("xxx", Locale.ROOT);

    private PythonTime() {}

    /** Returns what {@code str()} returns; null if the value is no time. */
    static @Nullable String text(Object value) {
        return switch (value) {
            case LocalDate day -> day.toString();
            case LocalDateTime time -> seconds(time);
            case OffsetDateTime time -> seconds(time) + time.format(OFFSET);
            case Duration length -> text(length);
            default -> null;
        };
    }

    private static String seconds(TemporalAccessor time) {
        int nano = time.get(ChronoField.NANO_OF_SECOND);
        return DateTimeFormatter.ofPattern(
                        nano == 0 ? "uuuu-MM-dd HH:mm:ss" : "uuuu-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT)
                .format(time);
    }

    private static String text(Duration length) {
        long days = Math.floorDiv(length.toSeconds(), DAY);
        long rest = Math.floorMod(length.toSeconds(), DAY);
        String before = days == 0 ? "" : days + (Math.abs(days) == 1 ? " day, " : " days, ");
        String fraction =
                length.toNanosPart() == 0 ? "" : String.format(Locale.ROOT, ".%06d", length.toNanosPart() / 1000);
        return before + String.format(Locale.ROOT, "%d:%02d:%02d", rest / 3600, rest / 60 % 60, rest % 60) + fraction;
    }

    /** Returns what {@code repr()} returns; null if the value is no time. */
    static @Nullable String repr(Object value) {
        return switch (value) {
            case LocalDate day -> "datetime.date(" + numbers(date(day)) + ")";
            case LocalDateTime time -> "datetime.datetime(" + numbers(parts(time)) + ")";
            case OffsetDateTime time ->
                "datetime.datetime(" + numbers(parts(time.toLocalDateTime())) + ", tzinfo=" + zone(time.getOffset())
                        + ")";
            case Duration length -> repr(length);
            default -> null;
        };
    }

    private static List<Integer> date(LocalDate day) {
        return List.of(day.getYear(), day.getMonthValue(), day.getDayOfMonth());
    }

    private static List<Integer> parts(LocalDateTime time) {
        List<Integer> parts = new ArrayList<>(date(time.toLocalDate()));
        parts.addAll(List.of(time.getHour(), time.getMinute()));
        int nano = time.get(ChronoField.NANO_OF_SECOND);
        if (time.getSecond() != 0 || nano != 0) {
            parts.add(time.getSecond());
        }
        if (nano != 0) {
            parts.add(nano / 1000);
        }
        return parts;
    }

    private static String numbers(List<Integer> parts) {
        return parts.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }

    private static String zone(ZoneOffset offset) {
        return offset.equals(ZoneOffset.UTC)
                ? "datetime.timezone.utc"
                : "datetime.timezone(" + repr(Duration.ofSeconds(offset.getTotalSeconds())) + ")";
    }

    private static String repr(Duration length) {
        List<String> parts = new ArrayList<>();
        add(parts, "days", Math.floorDiv(length.toSeconds(), DAY));
        add(parts, "seconds", Math.floorMod(length.toSeconds(), DAY));
        add(parts, "microseconds", length.toNanosPart() / 1000);
        return "datetime.timedelta(" + (parts.isEmpty() ? "0" : String.join(", ", parts)) + ")";
    }

    private static void add(List<String> parts, String name, long value) {
        if (value != 0) {
            parts.add(name + "=" + value);
        }
    }
}
