package io.hitless.run.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The status of a host after a batch.
 *
 * @param lostBefore whether it was lost before the batch started
 * @param why why it failed, or null
 * @param pending the names of notified handlers that have not run
 */
public record HostStatus(
        String host,
        State state,
        boolean lostBefore,
        @Nullable String why,
        List<String> pending) {
    /** Whether a host takes part in the play, and if not, why. */
    public enum State {
        LIVE,
        FAILED,
        UNREACHABLE,
        /** Its steps took too long. */
        QUARANTINED,
        /** Did not fail itself: a rule of Ansible ({@code any_errors_fatal}, …) stopped it because others failed. */
        STOPPED,
        /** Ended by {@code meta: end_host} and the like. */
        ENDED
    }

    public HostStatus {
        pending = List.copyOf(pending);
    }

    /** Whether it failed itself or could not be reached. */
    public boolean isLost() {
        return state == State.FAILED || state == State.UNREACHABLE || state == State.QUARANTINED;
    }
}
