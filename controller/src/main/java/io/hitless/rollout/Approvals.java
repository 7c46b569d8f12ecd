package io.hitless.rollout;

import io.hitless.store.Journal;
import io.hitless.store.Questions;
import io.hitless.store.RunId;
import io.hitless.store.RunJournal;
import org.jspecify.annotations.Nullable;

/** The question of a run to its operator, and the answer from elsewhere. */
public interface Approvals {
    /** An operator's answer. */
    record Answer(boolean yes, String who) {}

    /** The question of this process's run. */
    static Approvals of(RunJournal journal) {
        Questions shared = journal.questions();
        return shared == null ? new ApprovalFiles(journal.directory()) : new SharedApprovals(shared);
    }

    /** The question of a run in the journal, of this bastion or another one. */
    static Approvals of(Journal journal, RunId run) {
        Questions shared = journal.questions(run);
        return shared == null ? new ApprovalFiles(journal.state().ofRun(run)) : new SharedApprovals(shared);
    }

    /** Asks a question; answers to an earlier one no longer count. */
    void ask(int number, String question);

    /** The answer to a question; null if there is none yet. */
    @Nullable
    Answer answer(int number);

    /** Withdraws the question. */
    void close();

    /**
     * Answers the run's question.
     *
     * @param who the name that the run reports
     * @return the question that was answered
     * @throws io.hitless.source.UserError if the run asks nothing, or was already answered
     */
    String submit(boolean yes, String who);
}
