package io.hitless.agent;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A host's lease that a run has, as its calls need to know it: whoever does the work there.
 *
 * @param run that has it
 * @param epoch counts how often the host was leased
 * @param place where it lies on the host; empty: nobody is to look
 * @param time how long it holds without being renewed
 * @param holder who took it and can write it; null: a user that only another session is logged in as
 */
public record HeldLease(
        String run,
        long epoch,
        String place,
        Duration time,
        @Nullable Holder holder) {
    /**
     * Who took a lease.
     *
     * @param become null: the login user
     */
    public record Holder(@Nullable Become become) {}

    /** The same for calls of a session that is logged in as somebody else. */
    public HeldLease ofOtherLogin() {
        return new HeldLease(run, epoch, place, time, null);
    }

    /** The same for a call that is not to look at it: the user that carries it out can't. */
    HeldLease lookedAt() {
        return new HeldLease(run, epoch, "", time, holder);
    }

    /** Whether this identity took it, so that its calls are signs of life themselves. */
    boolean isOf(@Nullable Become identity) {
        return holder != null && Objects.equals(holder.become(), identity);
    }
}
