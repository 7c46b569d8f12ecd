package io.hitless.rollout;

import io.hitless.store.Journal;
import io.hitless.store.Questions;
import io.hitless.store.RunId;
import io.hitless.store.RunJournal;

/** How a run's question, and the answer to it, get from one process to the other. */
public final class ApprovalChannel {
    private ApprovalChannel() {}

    /** The question of this process's run. */
    public static Approvals of(RunJournal journal) {
        Questions shared = journal.questions();
        return shared == null ? new ApprovalFiles(journal.directory()) : new SharedApprovals(shared);
    }

    /** The question of a run in the journal, of this bastion or another one. */
    public static Approvals of(Journal journal, RunId run) {
        Questions shared = journal.questions(run);
        return shared == null ? new ApprovalFiles(journal.state().ofRun(run)) : new SharedApprovals(shared);
    }
}
