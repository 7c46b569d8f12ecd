package io.hitless.run;

import io.hitless.inventory.HostPattern;
import io.hitless.run.lock.LockSettings;
import io.hitless.run.policy.BatchPolicy;
import io.hitless.run.resume.RunHistory;
import org.jspecify.annotations.Nullable;

/**
 * What binds a run besides its playbooks.
 *
 * @param policies who decides between batches
 * @param locking how the run locks its hosts; null: it does not
 * @param history what is known of the run from before it was cut off
 * @param rollback the hosts that are rolled back instead of continuing; null: the run continues
 */
public record RunConstraints(
        BatchPolicy.Source policies,
        @Nullable LockSettings locking,
        RunHistory history,
        @Nullable HostPattern rollback) {
    /** Those of a run that only carries plays out, by Ansible's rules. */
    public static final RunConstraints NONE =
            new RunConstraints((_, _) -> BatchPolicy.ANSIBLE, null, RunHistory.NONE, null);

    /** Those of a run that continues, from its start or from where it was cut off. */
    public RunConstraints(BatchPolicy.Source policies, @Nullable LockSettings locking, RunHistory history) {
        this(policies, locking, history, null);
    }
}
