package io.hitless.run.lock;

import io.hitless.agent.LeaseRequest;
import java.time.Duration;
import java.util.function.Predicate;

/**
 * How a rollout keeps others off its hosts while it is at them.
 *
 * @param run the rollout's id
 * @param owner who runs it, for the eyes of others: user and bastion
 * @param time how long a host stays locked without being renewed
 * @param patience how long to wait for another rollout to be done with a host
 * @param breakStale whether to take a host over from a rollout that is gone and has not let go of it
 * @param locks whether hosts are locked at all; if not, nothing is touched less for that
 * @param hasEnded whether a run is known on this bastion, and no process of it is at work any more
 */
public record LockSettings(
        String run,
        String owner,
        Duration time,
        Duration patience,
        boolean breakStale,
        boolean locks,
        Predicate<String> hasEnded) {
    LeaseRequest request() {
        return new LeaseRequest(run, owner, time, breakStale);
    }
}
