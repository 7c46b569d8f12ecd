package io.hitless.agent;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Who may change a host, as the host itself knows it.
 *
 * @param file where on the host that stands
 * @param user whose file that is, as the host names him: he is who took the lease
 * @param state whether it holds
 * @param epoch counts how often it was taken; 0 if never
 * @param run the run that took it last
 * @param owner who that was, as {@link LeaseRequest#owner()} said
 * @param taken when, by the host's clock
 * @param left until it is over; negative: since then
 * @param process of the agent that carries out a call under it at this moment, or 0
 * @param bad why the file does not tell who has the host, or null: it does. Such a lease is stale
 */
public record HostLease(
        String file,
        String user,
        State state,
        long epoch,
        String run,
        String owner,
        Instant taken,
        Duration left,
        long process,
        @Nullable String bad) {
    /** Whether a lease holds. */
    public enum State {
        /** Nobody has it: never taken, or given back. */
        FREE,
        /** Its time is not over, or a call is being carried out under it. */
        HELD,
        /** Its time is over, and it was not given back: whoever had it is gone, or can't reach the host. */
        STALE
    }

    /** The run that has it, or the file where nobody can tell. */
    public String whose() {
        return bad == null ? run : file;
    }

    /** The same, its time over: its run is known to have ended. */
    public HostLease over() {
        return new HostLease(file, user, State.STALE, epoch, run, owner, taken, left, process, bad);
    }
}
