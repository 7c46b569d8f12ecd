package io.hitless.drift;

import io.hitless.source.UserError;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The times at which a schedule runs.
 *
 * @param calendar the times in the syntax of systemd.time(7)
 * @param cron the same times as the five fields of a crontab; null if crontab can't express them
 */
public record ScheduleTime(String calendar, @Nullable String cron) {
    private static final Pattern INTERVAL = Pattern.compile("(\\d{1,4})(m|min|h|d)");
    private static final Pattern TIME_OF_DAY = Pattern.compile("([01]?\\d|2[0-3]):([0-5]\\d)");
    private static final int MINUTES = 60;
    private static final int HOURS = 24;

    private static final Map<String, ScheduleTime> WORDS = Map.of(
            "hourly", new ScheduleTime("hourly", "0 * * * *"),
            "daily", new ScheduleTime("daily", "0 0 * * *"),
            "weekly", new ScheduleTime("weekly", "0 0 * * 1"),
            "monthly", new ScheduleTime("monthly", "0 0 1 * *"));

    /**
     * The times at even intervals from midnight on.
     *
     * @param interval {@code 15m}, {@code 2h} or {@code 1d}; it must divide an hour or a day evenly, so that all
     *     intervals are equally long
     * @throws UserError if it does not
     */
    public static ScheduleTime every(String interval) {
        Matcher matcher = INTERVAL.matcher(interval);
        if (matcher.matches()) {
            int number = Integer.parseInt(matcher.group(1));
            String unit = matcher.group(2);
            if (unit.equals("d") && number == 1) {
                return new ScheduleTime("*-*-* 00:00:00", "0 0 * * *");
            }
            if (unit.equals("h") && number > 0 && HOURS % number == 0) {
                return new ScheduleTime("*-*-* 00/" + number + ":00:00", "0 */" + number + " * * *");
            }
            if (unit.startsWith("m") && number > 0 && MINUTES % number == 0) {
                return new ScheduleTime("*-*-* *:00/" + number + ":00", "*/" + number + " * * * *");
            }
        }
        if (interval.matches("\\d+")) {
            throw new UserError(null, "--every " + interval + " has no unit", interval + "m, " + interval + "h or 1d");
        }
        throw new UserError(
                null,
                "--every " + interval + ": that does not fit evenly into an hour or a day",
                "5m, 15m, 30m, 1h, 6h, 1d, …; or --on-calendar with any times that systemd knows");
    }

    /** Times in systemd's syntax, and also in crontab's if crontab can express them simply. */
    public static ScheduleTime calendar(String expression) {
        ScheduleTime word = WORDS.get(expression);
        if (word != null) {
            return word;
        }
        Matcher time = TIME_OF_DAY.matcher(expression);
        return time.matches()
                ? new ScheduleTime(
                        expression, Integer.parseInt(time.group(2)) + " " + Integer.parseInt(time.group(1)) + " * * *")
                : new ScheduleTime(expression, null);
    }

    /**
     * A duration as given in an option: {@code 90}, {@code 90s}, {@code 30m}, {@code 2h}.
     *
     * @throws UserError naming the option
     */
    public static Duration duration(String option, String text) {
        Matcher matcher = Pattern.compile("(\\d{1,6})(s|m|min|h)?").matcher(text);
        if (!matcher.matches()) {
            throw new UserError(null, option + " " + text + " is not a duration", "90s, 30m or 2h");
        }
        long number = Long.parseLong(matcher.group(1));
        String unit = matcher.group(2) == null ? "s" : matcher.group(2);
        return unit.equals("s")
                ? Duration.ofSeconds(number)
                : unit.equals("h") ? Duration.ofHours(number) : Duration.ofMinutes(number);
    }
}
