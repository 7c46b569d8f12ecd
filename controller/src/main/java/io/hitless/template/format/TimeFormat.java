package io.hitless.template.format;

import io.hitless.source.UserError;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.format.TextStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.time.temporal.Temporal;
import java.time.temporal.TemporalField;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Writes and reads times in the formats of C's {@code strftime}. */
public final class TimeFormat {
    /** As in Python, {@code 69} is 1969, and {@code 68} is 2068. */
    private static final int FIRST_SHORT_YEAR = 1969;

    /** The fields that count; as in Python, the day of the week need not fit the date. */
    private static final Set<TemporalField> FIELDS = Arrays.stream(ChronoField.values())
            .filter(field -> field != ChronoField.DAY_OF_WEEK)
            .collect(Collectors.toSet());

    private TimeFormat() {}

    public static String format(ZonedDateTime time, String format) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < format.length(); i++) {
            char c = format.charAt(i);
            if (c != '%' || i + 1 == format.length()) {
                out.append(c);
                continue;
            }
            char field = format.charAt(++i);
            boolean bare = field == '-' && i + 1 < format.length();
            if (bare) {
                field = format.charAt(++i);
            }
            String text = field(time, field);
            out.append(bare ? text.replaceFirst("^0+(?=.)", "") : text);
        }
        return out.toString();
    }

    private static String field(ZonedDateTime time, char field) {
        return switch (field) {
            case 'Y' -> Integer.toString(time.getYear());
            case 'C' -> two(time.getYear() / 100);
            case 'y' -> two(time.getYear() % 100);
            case 'm' -> two(time.getMonthValue());
            case 'd' -> two(time.getDayOfMonth());
            case 'l' -> String.format(Locale.ROOT, "%2d", (time.getHour() + 11) % 12 + 1);
            case 'k' -> String.format(Locale.ROOT, "%2d", time.getHour());
            case 'e' -> String.format(Locale.ROOT, "%2d", time.getDayOfMonth());
            case 'H' -> two(time.getHour());
            case 'I' -> two((time.getHour() + 11) % 12 + 1);
            case 'M' -> two(time.getMinute());
            case 'S' -> two(time.getSecond());
            case 'f' -> String.format(Locale.ROOT, "%06d", time.getNano() / 1000);
            case 'j' -> String.format(Locale.ROOT, "%03d", time.getDayOfYear());
            case 'p' -> time.getHour() < 12 ? "AM" : "PM";
            case 'a' -> time.getDayOfWeek().getDisplayName(TextStyle.SHORT, Locale.ENGLISH);
            case 'A' -> time.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
            case 'b', 'h' -> time.getMonth().getDisplayName(TextStyle.SHORT, Locale.ENGLISH);
            case 'B' -> time.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
            case 'u' -> Integer.toString(time.getDayOfWeek().getValue());
            case 'w' -> Integer.toString(time.getDayOfWeek().getValue() % 7);
            case 'U' -> two((time.getDayOfYear() + 6 - time.getDayOfWeek().getValue() % 7) / 7);
            case 'W' -> two((time.getDayOfYear() + 6 - (time.getDayOfWeek().getValue() - 1)) / 7);
            case 'V' -> two(time.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
            case 'G' -> Integer.toString(time.get(IsoFields.WEEK_BASED_YEAR));
            case 'z' -> DateTimeFormatter.ofPattern("xx", Locale.ROOT).format(time);
            case 'Z' ->
                time.getZone().getId().equals("Z")
                        ? "UTC"
                        : DateTimeFormatter.ofPattern("zzz", Locale.ENGLISH).format(time);
            case 's' -> Long.toString(time.toEpochSecond());
            case 'F' -> format(time, "%Y-%m-%d");
            case 'T', 'X' -> format(time, "%H:%M:%S");
            case 'R' -> format(time, "%H:%M");
            case 'D', 'x' -> format(time, "%m/%d/%y");
            case 'c' -> format(time, "%a %b %e %H:%M:%S %Y");
            case 'n' -> "\n";
            case 't' -> "\t";
            case '%' -> "%";
            default -> "%" + field;
        };
    }

    private static String two(int number) {
        return String.format(Locale.ROOT, "%02d", number);
    }

    /**
     * A LocalDateTime, or an OffsetDateTime where the format has an offset.
     *
     * @throws UserError if {@code text} does not have the format
     */
    public static Temporal parse(String text, String format) {
        DateTimeFormatterBuilder builder = new DateTimeFormatterBuilder().parseCaseInsensitive();
        for (int i = 0; i < format.length(); i++) {
            char c = format.charAt(i);
            if (c != '%' || i + 1 == format.length()) {
                builder.appendLiteral(c);
                continue;
            }
            char field = format.charAt(++i);
            switch (field) {
                case 'Y' -> builder.appendValue(ChronoField.YEAR, 4);
                case 'y' -> builder.appendValueReduced(ChronoField.YEAR, 2, 2, FIRST_SHORT_YEAR);
                case 'm' -> builder.appendPattern("M");
                case 'd', 'e' -> builder.appendPattern("d");
                case 'H' -> builder.appendPattern("H");
                case 'I' -> builder.appendPattern("h");
                case 'M' -> builder.appendPattern("m");
                case 'S' -> builder.appendPattern("s");
                case 'f' -> builder.appendFraction(ChronoField.NANO_OF_SECOND, 1, 6, false);
                case 'j' -> builder.appendPattern("D");
                case 'p' -> builder.appendPattern("a");
                case 'a' -> builder.appendPattern("EEE");
                case 'A' -> builder.appendPattern("EEEE");
                case 'b' -> builder.appendPattern("MMM");
                case 'B' -> builder.appendPattern("MMMM");
                case 'z' -> builder.appendOffset("+HHMM", "Z");
                case 'Z' -> builder.appendZoneText(TextStyle.SHORT);
                case 'T' -> builder.appendPattern("H:m:s");
                case '%' -> builder.appendLiteral('%');
                default -> throw new UserError("times can't be read by %" + field);
            }
        }
        try {
            var read = builder.toFormatter(Locale.ENGLISH)
                    .withResolverStyle(ResolverStyle.STRICT)
                    .withResolverFields(FIELDS)
                    .parse(text);
            LocalDate date = read.query(java.time.temporal.TemporalQueries.localDate());
            LocalTime time = read.query(java.time.temporal.TemporalQueries.localTime());
            int year = read.isSupported(ChronoField.YEAR) ? read.get(ChronoField.YEAR) : 1900;
            int month = read.isSupported(ChronoField.MONTH_OF_YEAR) ? read.get(ChronoField.MONTH_OF_YEAR) : 1;
            int day = read.isSupported(ChronoField.DAY_OF_MONTH) ? read.get(ChronoField.DAY_OF_MONTH) : 1;
            int hour = read.isSupported(ChronoField.HOUR_OF_DAY) ? read.get(ChronoField.HOUR_OF_DAY) : 0;
            int minute = read.isSupported(ChronoField.MINUTE_OF_HOUR) ? read.get(ChronoField.MINUTE_OF_HOUR) : 0;
            LocalDateTime local = LocalDateTime.of(
                    date == null ? LocalDate.of(year, month, day) : date,
                    time == null ? LocalTime.of(hour, minute) : time);
            return read.isSupported(ChronoField.OFFSET_SECONDS)
                    ? local.atOffset(ZoneOffset.ofTotalSeconds(read.get(ChronoField.OFFSET_SECONDS)))
                    : local;
        } catch (DateTimeException _) {
            throw new UserError("time " + io.hitless.value.Values.repr(text) + " does not have the format "
                    + io.hitless.value.Values.repr(format));
        }
    }
}
