package io.hitless.wording;

import java.time.Duration;

/** Formats durations, no more precisely than readers need. */
public final class Durations {
    private Durations() {}

    /** Formats a duration as {@code 0.4 s}, {@code 45 s}, {@code 5 min 20 s}, {@code 1 h 30 min}. */
    public static String words(Duration time) {
        long seconds = time.toSeconds();
        if (seconds < 10) {
            return time.toMillis() / 1000 + "." + time.toMillis() % 1000 / 100 + " s";
        }
        return seconds < 120
                ? seconds + " s"
                : seconds < 3600
                        ? seconds / 60 + " min" + rest(seconds % 60, "s")
                        : seconds / 3600 + " h" + rest(seconds % 3600 / 60, "min");
    }

    private static String rest(long number, String unit) {
        return number == 0 ? "" : " " + number + " " + unit;
    }

    /** Formats a running time as {@code 0:07}, {@code 5:20}, {@code 1:30:00}, so that the digits keep their places. */
    public static String clock(Duration time) {
        long hours = time.toHours();
        return hours == 0
                ? String.format("%d:%02d", time.toMinutes(), time.toSecondsPart())
                : String.format("%d:%02d:%02d", hours, time.toMinutesPart(), time.toSecondsPart());
    }

    /** Formats a duration for columns: {@code 1h30m}, {@code 5m20s}, {@code 45s}. */
    public static String compact(Duration time) {
        return time.toHours() > 0
                ? String.format("%dh%02dm", time.toHours(), time.toMinutesPart())
                : time.toMinutes() > 0
                        ? String.format("%dm%02ds", time.toMinutes(), time.toSecondsPart())
                        : time.toSeconds() + "s";
    }

    /**
     * Formats an approximate duration, such as the remaining time of a lock: {@code 45 s}, {@code 5 min}, {@code 1 h 30
     * min}.
     */
    public static String rough(Duration time) {
        return time.toHours() > 0
                ? time.toHours() + " h " + time.toMinutesPart() + " min"
                : time.toMinutes() > 1 ? time.toMinutes() + " min" : time.toSeconds() + " s";
    }

    /** Formats a duration to the nearest second: {@code 45 s}, {@code 5 min 20 s}, {@code 1 h 30 min 5 s}. */
    public static String exact(Duration time) {
        long seconds = Math.max(0, Math.round(time.toMillis() / 1000.0));
        if (seconds < 120) {
            return seconds + " s";
        }
        String minutes = seconds % 3600 / 60 + " min" + rest(seconds % 60, "s");
        return seconds < 3600 ? minutes : seconds / 3600 + " h" + (seconds % 3600 == 0 ? "" : " " + minutes);
    }

    /** Formats a configured limit: {@code 500 ms}, and as {@link #exact} from one second on. */
    public static String limit(Duration time) {
        long millis = time.toMillis();
        return millis > 0 && millis < 1000 ? millis + " ms" : exact(time);
    }
}
