package io.hitless.agent;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a host's lease.
 *
 * @param run who asks; a run that has it already gets it anew, with a higher epoch
 * @param owner for the eyes of others: user and bastion
 * @param time how long it holds without being renewed; each call with a ticket is one
 * @param breakStale take it from a run whose lease is over but was not given back
 * @param gone a run that is known to have ended: its lease is over, unless a call of it is still under way; or null
 */
public record LeaseRequest(
        String run,
        String owner,
        Duration time,
        boolean breakStale,
        @Nullable String gone) {
    private static final int LONGEST_OWNER = 200;

    public LeaseRequest {
        owner = owner.replaceAll("\\p{Cntrl}", " ").strip();
        owner = owner.substring(0, Math.min(owner.length(), LONGEST_OWNER)); // one line of the lease
    }

    public LeaseRequest(String run, String owner, Duration time, boolean breakStale) {
        this(run, owner, time, breakStale, null);
    }

    /** The same, knowing that this run has ended. */
    public LeaseRequest knowing(String ended) {
        return new LeaseRequest(run, owner, time, breakStale, ended);
    }
}
