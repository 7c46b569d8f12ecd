package io.hitless.run.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a host stands after a batch.
 *
 * @param before whether it was lost already when the batch began
 * @param why what it failed at, or null
 * @param pending names of handlers that were notified and have not run
 */
public record HostStatus(
        String host, State state, boolean before, @Nullable String why, List<String> pending) {
    /** Whether it takes part, and if not, why. */
    public enum State {
        LIVE,
        FAILED,
        UNREACHABLE,
        /** Its steps took too long. */
        QUARANTINED,
        /** Did not fail itself: one of Ansible's rules took it out half way, as others did. */
        STOPPED,
        /** Left in peace by {@code meta: end_host} and the like. */
        ENDED
    }

    public HostStatus {
        pending = List.copyOf(pending);
    }

    /** Whether it failed by itself, or could not be reached. */
    public boolean isLost() {
        return state == State.FAILED || state == State.UNREACHABLE || state == State.QUARANTINED;
    }
}
