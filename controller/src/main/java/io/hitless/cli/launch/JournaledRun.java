package io.hitless.cli.launch;

import io.hitless.inventory.HostPattern;
import io.hitless.rollout.Approval;
import io.hitless.rollout.ApprovalChannel;
import io.hitless.rollout.Rollout;
import io.hitless.run.PlaybookRun;
import io.hitless.run.RunConstraints;
import io.hitless.run.lock.LockSettings;
import io.hitless.run.operator.Operator;
import io.hitless.run.resume.RunHistory;
import io.hitless.store.RunJournal;
import io.hitless.store.RunRecord;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a rollout that an ad hoc run does not have: a journal, host locks, gates, and possibly a history.
 *
 * @param journal the run's journal, or null
 * @param undoes whether the run is a rollback
 */
record JournaledRun(@Nullable RunJournal journal, boolean undoes, Function<Operator, RunConstraints> factory) {
    /** A run without a journal, such as {@code hitless exec}. */
    static final JournaledRun NONE = new JournaledRun(null, false, _ -> RunConstraints.NONE);

    static JournaledRun of(
            RunJournal journal, @Nullable LockSettings locking, RunHistory past, @Nullable HostPattern undo) {
        String run = journal.id().text();
        return new JournaledRun(journal, undo != null, operator -> {
            Approval approval = new Approval(operator, () -> ApprovalChannel.of(journal), run);
            return new RunConstraints(
                    Rollout.policies(approval, run),
                    locking == null ? null : locking.sharing(journal::lock),
                    past,
                    undo);
        });
    }

    /** The final state for the journal. */
    RunRecord.State state(PlaybookRun.Verdict verdict) {
        return switch (verdict) {
            case OK -> undoes ? RunRecord.State.ROLLED_BACK : RunRecord.State.OK;
            case FAILED_HOSTS -> RunRecord.State.FAILED;
            case UNREACHABLE_HOSTS -> RunRecord.State.UNREACHABLE;
            case INTERRUPTED -> RunRecord.State.INTERRUPTED;
        };
    }

    /** Tells the operator how to continue after a run that did not succeed. */
    List<String> advice() {
        if (journal == null || undoes) {
            return List.of();
        }
        String run = journal.id().text();
        return List.of("run " + run + ": 'hitless resume " + run + "' continues it, 'hitless rollback " + run
                + "' undoes what it changed, 'hitless show " + run + "' shows more");
    }

    RunConstraints constraints(Operator operator) {
        return factory.apply(operator);
    }
}
