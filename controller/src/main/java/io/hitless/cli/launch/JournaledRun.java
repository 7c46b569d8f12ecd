package io.hitless.cli.launch;

import io.hitless.inventory.HostPattern;
import io.hitless.rollout.Approval;
import io.hitless.rollout.ApprovalFiles;
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
 * What makes a run a rollout: it is written down, keeps others off its hosts, has its gates, and may have begun
 * earlier.
 *
 * @param journal where it is written down, or null
 * @param undoes whether it puts back what it did before
 */
record JournaledRun(@Nullable RunJournal journal, boolean undoes, Function<Operator, RunConstraints> made) {
    /** One that leaves no trace, as {@code hitless exec} does. */
    static final JournaledRun NONE = new JournaledRun(null, false, _ -> RunConstraints.NONE);

    static JournaledRun of(
            RunJournal journal, @Nullable LockSettings locking, RunHistory past, @Nullable HostPattern undo) {
        String run = journal.id().text();
        return new JournaledRun(journal, undo != null, operator -> {
            Approval approval = new Approval(operator, () -> new ApprovalFiles(journal.directory()), run);
            return new RunConstraints(Rollout.conductors(approval, run), locking, past, undo);
        });
    }

    /** How the journal says that it ended. */
    RunRecord.State state(PlaybookRun.Verdict verdict) {
        return switch (verdict) {
            case OK -> undoes ? RunRecord.State.ROLLED_BACK : RunRecord.State.OK;
            case FAILED_HOSTS -> RunRecord.State.FAILED;
            case UNREACHABLE_HOSTS -> RunRecord.State.UNREACHABLE;
            case INTERRUPTED -> RunRecord.State.INTERRUPTED;
        };
    }

    /** How to go on after an end that was none. */
    List<String> advice() {
        if (journal == null || undoes) {
            return List.of();
        }
        String run = journal.id().text();
        return List.of("run " + run + ": 'hitless resume " + run + "' continues it, 'hitless rollback " + run
                + "' undoes what it changed, 'hitless show " + run + "' shows more");
    }

    RunConstraints terms(Operator operator) {
        return made.apply(operator);
    }
}
