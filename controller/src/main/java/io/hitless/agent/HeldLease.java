package io.hitless.agent;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A run's lease on a host, with what its calls need to know.
 *
 * @param run that holds it
 * @param epoch counts how often the host was leased
 * @param place its path on the host; empty: calls do not check it
 * @param time how long it is valid without renewal
 * @param holder the identity that took it and can write it; null: a user of another session
 */
public record HeldLease(
        String run,
        long epoch,
        String place,
        Duration time,
        @Nullable Holder holder) {
    /**
     * The identity that took a lease.
     *
     * @param become null: the login user
     */
    public record Holder(@Nullable Become become) {}

    /** The same lease for a session that is logged in as another user. */
    public HeldLease forOtherLogin() {
        return new HeldLease(run, epoch, place, time, null);
    }

    /** The same lease for a call that does not check it, because its user can't read it. */
    HeldLease unchecked() {
        return new HeldLease(run, epoch, "", time, holder);
    }

    /** Whether this identity took it: then its calls renew it themselves. */
    boolean isOf(@Nullable Become identity) {
        return holder != null && Objects.equals(holder.become(), identity);
    }
}
