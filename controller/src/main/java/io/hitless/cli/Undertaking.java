package io.hitless.cli;

import io.hitless.run.Locking;
import io.hitless.run.Operator;
import io.hitless.run.Past;
import io.hitless.run.Terms;
import io.hitless.rollout.Approval;
import io.hitless.rollout.Approvals;
import io.hitless.rollout.Rollout;
import io.hitless.store.RunJournal;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What makes a run a rollout: it is written down, keeps others off its hosts, has its gates, and may have begun earlier.
 *
 * @param journal where it is written down, or null
 */
record Undertaking(@Nullable RunJournal journal, Function<Operator, Terms> made) {
    /** One that leaves no trace, as {@code hitless exec} does. */
    static final Undertaking NONE = new Undertaking(null, _ -> Terms.NONE);

    static Undertaking of(RunJournal journal, @Nullable Locking locking, Past past) {
        String run = journal.id().text();
        return new Undertaking(journal, operator -> {
            Approval approval = new Approval(operator, () -> new Approvals(journal.directory()), run);
            return new Terms(Rollout.conductors(approval, run), locking, past);
        });
    }

    Terms terms(Operator operator) {
        return made.apply(operator);
    }
}
