package io.hitless.cli.launch;

import io.hitless.event.EventSink;
import io.hitless.inventory.HostPattern;
import io.hitless.rollout.Approval;
import io.hitless.rollout.ApprovalChannel;
import io.hitless.rollout.OwnEvents;
import io.hitless.rollout.Rollout;
import io.hitless.rollout.SharedHistory;
import io.hitless.run.PlaybookRun;
import io.hitless.run.RunConstraints;
import io.hitless.run.lock.LockSettings;
import io.hitless.run.operator.Operator;
import io.hitless.run.policy.BatchPolicy;
import io.hitless.run.policy.HostSharing;
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
 * @param shared the history of a run that several processes execute; null: this process does
 */
record JournaledRun(
        @Nullable RunJournal journal,
        boolean undoes,
        @Nullable SharedHistory shared,
        Function<Operator, RunConstraints> factory) {
    /** A run without a journal, such as {@code hitless exec}. */
    static final JournaledRun NONE = new JournaledRun(null, false, null, _ -> RunConstraints.NONE);

    static JournaledRun of(
            RunJournal journal, @Nullable LockSettings locking, RunHistory past, @Nullable HostPattern undo) {
        return new JournaledRun(
                journal,
                undo != null,
                null,
                operator -> new RunConstraints(
                        policies(journal, operator), shared(locking, journal), past, undo, HostSharing.NONE));
    }

    /** A run that several processes execute. */
    static JournaledRun of(RunJournal journal, @Nullable LockSettings locking, SharedRun part) {
        SharedHistory history = part.history();
        return new JournaledRun(
                journal,
                false,
                history,
                operator -> new RunConstraints(
                        policies(journal, operator),
                        history.leads() ? shared(locking, journal) : locking,
                        history,
                        null,
                        part.sharing()));
    }

    private static BatchPolicy.Source policies(RunJournal journal, Operator operator) {
        String run = journal.id().text();
        return Rollout.policies(new Approval(operator, () -> ApprovalChannel.of(journal), run), run);
    }

    private static @Nullable LockSettings shared(@Nullable LockSettings locking, RunJournal journal) {
        return locking == null ? null : locking.sharing(journal::lock);
    }

    /** Whether another process leads the run. */
    boolean isJoined() {
        return shared != null && !shared.leads();
    }

    /** Where the events of this process go. */
    EventSink sink(EventSink outputs) {
        if (journal == null) {
            return outputs;
        }
        if (shared == null) {
            return EventSink.both(outputs, journal);
        }
        return EventSink.both(
                shared.leads() ? outputs : new OwnEvents(outputs, shared, true), new OwnEvents(journal, shared, false));
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
        if (journal == null || undoes || isJoined()) {
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
