package io.hitless.cli;

import io.hitless.rollout.Approval;
import io.hitless.rollout.Approvals;
import io.hitless.rollout.Rollout;
import io.hitless.run.Conductor;
import io.hitless.run.Locking;
import io.hitless.run.Operator;
import io.hitless.run.Past;
import io.hitless.store.RunJournal;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What makes a run a rollout: it is written down, keeps others off its hosts, has its gates, and may have begun earlier.
 *
 * @param journal where it is written down, or null
 * @param locking how it keeps its hosts, or null
 * @param past what it came to before it was cut off
 * @param conductors who has the say between batches
 */
record Undertaking(@Nullable RunJournal journal, @Nullable Locking locking, Past past, Function<Operator, Conductor.Source> conductors) {
    /** One that leaves no trace, as {@code hitless exec} does. */
    static final Undertaking NONE = new Undertaking(null, null, Past.NONE, _ -> (_, _) -> Conductor.ANSIBLE);

    static Undertaking of(RunJournal journal, @Nullable Locking locking, Past past) {
        String run = journal.id().text();
        return new Undertaking(
                journal, locking, past, operator -> Rollout.conductors(new Approval(operator, () -> new Approvals(journal.directory()), run), run));
    }
}
