package io.hitless.transport;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * How long to wait before the next try: twice as long each time up to a limit, and a random part of that, so that a
 * fleet does not return at once.
 */
record Backoff(Duration first, Duration longest, DoubleSupplier random) {
    static final Duration FIRST = Duration.ofMillis(500);
    static final Duration LONGEST = Duration.ofSeconds(15);

    /**
     * @param failures how many tries have failed, from 1
     * @return between half and all of what the doubling has come to
     */
    Duration after(int failures) {
        long doubled = first.toMillis() << Math.min(failures - 1, 20);
        long whole = Math.min(doubled, longest.toMillis());
        return Duration.ofMillis((long) (whole * (0.5 + random.getAsDouble() / 2)));
    }
}
