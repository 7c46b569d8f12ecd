package io.hitless.run.host;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How long the steps of a host may take in a play, and how long they have taken. */
public final class HostTime {
    private @Nullable Duration limit;
    private Duration spent = Duration.ZERO;
    private @Nullable Long deadline;

    /** @param limit how long the host's steps may take in this play in total, or null */
    void startPlay(@Nullable Duration limit) {
        this.limit = limit;
        spent = Duration.ZERO;
    }

    /** Counts the time of a step that has ended. */
    public void spend(Duration took) {
        spent = spent.plus(took);
    }

    /** How long the host's steps have taken in this play. */
    public Duration spent() {
        return spent;
    }

    /** How long the host's steps may take in this play, or null. */
    public @Nullable Duration limit() {
        return limit;
    }

    public boolean isOver() {
        return limit != null && spent.compareTo(limit) >= 0;
    }

    /** Stops tasks at this time ({@link System#nanoTime}) from now on; null: by the play's limit again. */
    public void setDeadline(@Nullable Long nanos) {
        deadline = nanos;
    }

    /** How long a task that started at this time may still take; null if there is no limit. */
    public @Nullable Duration left(long startedNanos) {
        long now = System.nanoTime();
        if (deadline != null) {
            return Duration.ofNanos(deadline - now);
        }
        return limit == null ? null : limit.minus(spent).minusNanos(now - startedNanos);
    }
}
