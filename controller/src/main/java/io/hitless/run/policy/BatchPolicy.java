package io.hitless.run.policy;

import io.hitless.playbook.Play;
import io.hitless.template.eval.Scope;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides between the batches of a play: which hosts come first, and whether the next batch may start. By default,
 * Ansible's rules apply.
 */
public interface BatchPolicy {
    /** Only Ansible's rules. */
    BatchPolicy ANSIBLE = new BatchPolicy() {};

    /** Creates the policy of each play. */
    @FunctionalInterface
    interface Source {
        /**
         * @param scope the variables of the play and extra variables, without a host
         * @throws io.hitless.source.UserError if the policy of the play is invalid
         */
        BatchPolicy of(Play play, Scope scope);
    }

    /** How long the steps of a host may take in this play before it is quarantined, or null. */
    default @Nullable Duration hostLimit() {
        return null;
    }

    /**
     * The hosts that come first, in batches of their own.
     *
     * @param play all hosts of the play as one batch, before the first batch
     */
    default List<String> canaries(BatchControl play) throws InterruptedException {
        return List.of();
    }

    /** Whether the play ends after a batch whose hosts all failed, as in Ansible. */
    default boolean endsWhenBatchFails() {
        return true;
    }

    /**
     * Rolls the changes of the run back on hosts of this play.
     *
     * @param hosts all of them as one batch, in the order in which they ran
     */
    default void rollBack(BatchControl hosts) throws InterruptedException {}

    /** Called before the hosts of a batch run their tasks. A host that the policy marks as failed runs none. */
    default void beforeBatch(BatchControl batch) throws InterruptedException {}

    /**
     * Called after each batch, unless all its hosts were lost before it started.
     *
     * @return why the run stops here, or null to continue
     */
    default @Nullable String afterBatch(BatchControl batch) throws InterruptedException {
        return null;
    }
}
