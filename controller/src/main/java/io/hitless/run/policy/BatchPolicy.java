package io.hitless.run.policy;

import io.hitless.playbook.Play;
import io.hitless.template.eval.Scope;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Has the say between the batches of a play: which hosts come first, and whether the next batch may begin. The default
 * leaves all to Ansible's rules.
 */
public interface BatchPolicy {
    /** Ansible's rules alone. */
    BatchPolicy ANSIBLE = new BatchPolicy() {};

    /** Gives each play its conductor. */
    @FunctionalInterface
    interface Source {
        /**
         * @param scope the play's own variables and extra variables: no host's
         * @throws io.hitless.source.UserError if what the play says of it can't be
         */
        BatchPolicy of(Play play, Scope scope);
    }

    /** How long the steps of a host may take in this play before it is left alone; null: as long as they want. */
    default @Nullable Duration hostLimit() {
        return null;
    }

    /**
     * The hosts that come first, and in batches that hold no others.
     *
     * @param play all hosts of the play as one batch, before the first
     */
    default List<String> canaries(BatchControl play) throws InterruptedException {
        return List.of();
    }

    /** Whether a batch whose hosts all failed ends the play, as in Ansible. */
    default boolean endsWithLostBatch() {
        return true;
    }

    /**
     * The run is put back: what it did is to be undone on hosts of this play.
     *
     * @param hosts as one batch, in the order they were taken
     */
    default void undo(BatchControl hosts) throws InterruptedException {}

    /**
     * A batch has ended: all its hosts are done or lost. Not asked if all were lost before it began.
     *
     * @return why the run ends here, or null to go on
     */
    default @Nullable String afterBatch(BatchControl batch) throws InterruptedException {
        return null;
    }
}
