package io.hitless.agent;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A request for a host's lease.
 *
 * @param run that requests it; if it already holds the lease, it gets it again with a higher epoch
 * @param owner to show to others: user and bastion
 * @param time how long it is valid without renewal; each call with a ticket renews it
 * @param breakStale whether to take over an expired lease that was not released
 * @param gone a run that is known to have ended: its lease counts as expired, unless one of its calls is still being
 *     executed; or null
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
        owner = owner.substring(0, Math.min(owner.length(), LONGEST_OWNER)); // the owner is one line of the lease
    }

    public LeaseRequest(String run, String owner, Duration time, boolean breakStale) {
        this(run, owner, time, breakStale, null);
    }

    /** The same request, knowing that the given run has ended. */
    public LeaseRequest knowing(String ended) {
        return new LeaseRequest(run, owner, time, breakStale, ended);
    }
}
