package io.hitless.rollout;

import io.hitless.event.Event;
import java.time.Duration;

/** Time since a start, kept across a run's end: a decision's figures tell where it stood. */
final class Stopwatch {
    private Duration before = Duration.ZERO;
    private long since = System.nanoTime();

    Duration elapsed() {
        return before.plusNanos(System.nanoTime() - since);
    }

    /** It stands where it stood when the decision was made, which may have been long ago. */
    void set(Event.Decision decision) {
        before = Duration.ofMillis(decision.figures().getOrDefault("elapsed", 0L));
        since = System.nanoTime();
    }
}
