package io.hitless.wording;

import java.time.Duration;

/** Times that went by, no finer than one reads them. */
public final class Durations {
    private Durations() {}

    /** {@code 0.4 s}, {@code 45 s}, {@code 5 min 20 s}, {@code 1 h 30 min}. */
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

    /** {@code 0:07}, {@code 5:20}, {@code 1:30:00}: what counts up keeps its place. */
    public static String clock(Duration time) {
        long hours = time.toHours();
        return hours == 0
                ? String.format("%d:%02d", time.toMinutes(), time.toSecondsPart())
                : String.format("%d:%02d:%02d", hours, time.toMinutesPart(), time.toSecondsPart());
    }

    /** {@code 1h30m}, {@code 5m20s}, {@code 45s}: for columns. */
    public static String compact(Duration time) {
        return time.toHours() > 0
                ? String.format("%dh%02dm", time.toHours(), time.toMinutesPart())
                : time.toMinutes() > 0
                        ? String.format("%dm%02ds", time.toMinutes(), time.toSecondsPart())
                        : time.toSeconds() + "s";
    }

    /** {@code 45 s}, {@code 5 min}, {@code 1 h 30 min}: what is only roughly known, as the rest of a lock's time. */
    public static String rough(Duration time) {
        return time.toHours() > 0
                ? time.toHours() + " h " + time.toMinutesPart() + " min"
                : time.toMinutes() > 1 ? time.toMinutes() + " min" : time.toSeconds() + " s";
    }

    /** {@code 45 s}, {@code 5 min 20 s}, {@code 1 h 30 min 5 s}: to the nearest second. */
    public static String exact(Duration time) {
        long seconds = Math.max(0, Math.round(time.toMillis() / 1000.0));
        if (seconds < 120) {
            return seconds + " s";
        }
        String minutes = seconds % 3600 / 60 + " min" + rest(seconds % 60, "s");
        return seconds < 3600 ? minutes : seconds / 3600 + " h" + (seconds % 3600 == 0 ? "" : " " + minutes);
    }

    /** A limit that somebody set: {@code 500 ms}, and from a second on as {@link #exact}. */
    public static String limit(Duration time) {
        long millis = time.toMillis();
        return millis > 0 && millis < 1000 ? millis + " ms" : exact(time);
    }
}
