package io.hitless.report;

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
}
