package io.hitless.run;

import io.hitless.inventory.HostPattern;
import io.hitless.run.lock.LockSettings;
import io.hitless.run.policy.BatchPolicy;
import io.hitless.run.policy.HostSharing;
import io.hitless.run.resume.RunHistory;
import org.jspecify.annotations.Nullable;

/**
 * What controls a run besides its playbooks.
 *
 * @param policies creates the policies that decide between batches
 * @param locking how the run locks its hosts; null if it does not
 * @param history the recorded history of an interrupted run
 * @param rollback the hosts that are rolled back instead of continuing; null: the run continues
 * @param sharing lets other processes execute tasks of the run
 */
public record RunConstraints(
        BatchPolicy.Source policies,
        @Nullable LockSettings locking,
        RunHistory history,
        @Nullable HostPattern rollback,
        HostSharing sharing) {
    /** A run that only executes plays by Ansible's rules. */
    public static final RunConstraints NONE = new RunConstraints((_, _) -> BatchPolicy.ANSIBLE, null, RunHistory.NONE);

    /** The constraints of a run that continues, from its start or from where it was interrupted. */
    public RunConstraints(BatchPolicy.Source policies, @Nullable LockSettings locking, RunHistory history) {
        this(policies, locking, history, null, HostSharing.NONE);
    }
}
