package io.hitless.transport;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * The delay before the next attempt: it doubles up to a limit, with a random part, so that a fleet does not reconnect
 * at the same moment.
 */
record Backoff(Duration first, Duration longest, DoubleSupplier random) {
    static final Duration FIRST = Duration.ofMillis(500);
    static final Duration LONGEST = Duration.ofSeconds(15);

    /**
     * @param failures the number of failed attempts, from 1
     * @return between half and all of the doubled delay
     */
    Duration after(int failures) {
        long doubled = first.toMillis() << Math.min(failures - 1, 20);
        long limited = Math.min(doubled, longest.toMillis());
        return Duration.ofMillis((long) (limited * (0.5 + random.getAsDouble() / 2)));
    }
}
