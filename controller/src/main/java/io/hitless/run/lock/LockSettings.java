package io.hitless.run.lock;

import io.hitless.agent.LeaseRequest;
import java.time.Duration;
import java.util.function.Predicate;

/**
 * How a rollout locks its hosts.
 *
 * @param run the rollout's id
 * @param owner who runs it, for messages: user and bastion
 * @param duration how long a lease lasts if it is not renewed
 * @param waitLimit how long to wait for another rollout to release a host
 * @param retryInterval how long to wait before asking again
 * @param breakStale whether to break the lock of a rollout whose process is gone
 * @param enabled whether hosts are locked; if not, they are changed without a lock
 * @param hasEnded whether a run is known on this bastion and its process is gone
 * @param shared locks that several bastions share
 */
public record LockSettings(
        String run,
        String owner,
        Duration duration,
        Duration waitLimit,
        Duration retryInterval,
        boolean breakStale,
        boolean enabled,
        Predicate<String> hasEnded,
        SharedLocks shared) {
    private static final Duration RETRY_INTERVAL = Duration.ofSeconds(2);

    public LockSettings(
            String run,
            String owner,
            Duration duration,
            Duration waitLimit,
            boolean breakStale,
            boolean enabled,
            Predicate<String> hasEnded) {
        this(run, owner, duration, waitLimit, RETRY_INTERVAL, breakStale, enabled, hasEnded, SharedLocks.NONE);
    }

    /** The same, with locks that several bastions share. */
    public LockSettings sharing(SharedLocks locks) {
        return new LockSettings(run, owner, duration, waitLimit, retryInterval, breakStale, enabled, hasEnded, locks);
    }

    LeaseRequest request() {
        return new LeaseRequest(run, owner, duration, breakStale);
    }
}
