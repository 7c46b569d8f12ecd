package io.hitless.yaml;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Dates and times of YAML 1.1, as in PyYAML. */
final class YamlTime {
    private static final Pattern DATE = Pattern.compile("(\\d{4})-(\\d\\d)-(\\d\\d)");
    private static final Pattern TIME =
            Pattern.compile("(\\d{4})-(\\d\\d?)-(\\d\\d?)(?:[Tt]|[ \\t]+)(\\d\\d?):(\\d\\d):(\\d\\d)"
                    + "(?:\\.(\\d*))?(?:[ \\t]*(Z|([-+])(\\d\\d?)(?::(\\d\\d))?))?");

    private YamlTime() {}

    /**
     * Returns a LocalDate, LocalDateTime or OffsetDateTime; null if the text is none.
     *
     * @throws DateTimeException if it is written as one, but there is no such day or time
     */
    static @Nullable Object of(String text) {
        if (text.length() < 10 || text.charAt(4) != '-') {
            return null;
        }
        Matcher date = DATE.matcher(text);
        if (date.matches()) {
            return date(date);
        }
        Matcher time = TIME.matcher(text);
        return time.matches() ? time(time) : null;
    }

    private static LocalDate date(Matcher m) {
        return LocalDate.of(number(m.group(1)), number(m.group(2)), number(m.group(3)));
    }

    private static Object time(Matcher m) {
        LocalDateTime time =
                date(m).atTime(number(m.group(4)), number(m.group(5)), number(m.group(6)), nanos(m.group(7)));
        if (m.group(8) == null) {
            return time;
        }
        int minutes =
                m.group(9) == null ? 0 : number(m.group(10)) * 60 + (m.group(11) == null ? 0 : number(m.group(11)));
        return time.atOffset(ZoneOffset.ofTotalSeconds(("-".equals(m.group(9)) ? -60 : 60) * minutes));
    }

    /** Only microseconds are kept. */
    private static int nanos(@Nullable String fraction) {
        return fraction == null ? 0 : number((fraction + "000000").substring(0, 6)) * 1000;
    }

    private static int number(String digits) {
        return Integer.parseInt(digits);
    }
}
