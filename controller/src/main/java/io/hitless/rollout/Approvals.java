package io.hitless.rollout;

import org.jspecify.annotations.Nullable;

/** The question of a run to its operator, and the answer from elsewhere. */
public interface Approvals {
    /** An operator's answer. */
    record Answer(boolean yes, String who) {}

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
