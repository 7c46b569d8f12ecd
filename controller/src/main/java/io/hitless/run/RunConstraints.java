package io.hitless.run;

import io.hitless.inventory.HostPattern;
import io.hitless.run.lock.LockSettings;
import io.hitless.run.policy.BatchPolicy;
import io.hitless.run.resume.RunHistory;
import org.jspecify.annotations.Nullable;

/**
 * What a run is bound by beside its playbooks.
 *
 * @param conductors who has the say between batches
 * @param locking how it keeps its hosts to itself; null: it doesn't
 * @param past what it came to before it was cut off
 * @param undo the hosts that are to be put back to what they were before, in place of going on; null: it goes on
 */
public record RunConstraints(
        BatchPolicy.Source conductors,
        @Nullable LockSettings locking,
        RunHistory past,
        @Nullable HostPattern undo) {
    /** Those of a run that is none but a play of tasks. */
    public static final RunConstraints NONE =
            new RunConstraints((_, _) -> BatchPolicy.ANSIBLE, null, RunHistory.NONE, null);

    /** Those of one that may have begun earlier, and goes on. */
    public RunConstraints(BatchPolicy.Source conductors, @Nullable LockSettings locking, RunHistory past) {
        this(conductors, locking, past, null);
    }
}
