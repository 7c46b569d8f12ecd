package io.hitless.agent;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A lease as the host reports it: which run may change the host.
 *
 * @param file its path on the host
 * @param user the owner of the file: the user who took the lease
 * @param state whether it is valid
 * @param epoch counts how often the host was leased; 0 if never
 * @param run the last run that took it
 * @param owner who ran it, from {@link LeaseRequest#owner()}
 * @param taken when, by the host's clock
 * @param left the time until it expires; negative: since then
 * @param process the agent process that executes a call under it now, or 0
 * @param bad why the file is unreadable, or null if it is valid. An unreadable lease is stale
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
    /** The state of a lease. */
    public enum State {
        /** Never taken, or released. */
        FREE,
        /** Not expired, or a call is being executed under it. */
        HELD,
        /** Expired without a release: its run is gone, or can't reach the host. */
        STALE
    }

    /** The run that holds it, or the file if that is unreadable. */
    public String whose() {
        return bad == null ? run : file;
    }

    /** The same lease, expired: its run is known to have ended. */
    public HostLease expired() {
        return new HostLease(file, user, State.STALE, epoch, run, owner, taken, left, process, bad);
    }
}
