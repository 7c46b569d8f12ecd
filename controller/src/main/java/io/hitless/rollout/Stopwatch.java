package io.hitless.rollout;

import io.hitless.event.Event;
import java.time.Duration;

/** Elapsed time that survives the end of a run: decisions store it in their figures. */
final class Stopwatch {
    private Duration before = Duration.ZERO;
    private long since = System.nanoTime();

    Duration elapsed() {
        return before.plusNanos(System.nanoTime() - since);
    }

    /** Continues from the time that a decision stored, which may have been made in an earlier run. */
    void continueFrom(Event.Decision decision) {
        before = Duration.ofMillis(decision.figures().getOrDefault("elapsed", 0L));
        since = System.nanoTime();
    }
}
