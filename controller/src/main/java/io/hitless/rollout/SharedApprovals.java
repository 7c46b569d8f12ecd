package io.hitless.rollout;

import io.hitless.store.Questions;
import org.jspecify.annotations.Nullable;

/** A run's question in a database, which can be answered from each bastion that shares it. */
record SharedApprovals(Questions questions) implements Approvals {
    @Override
    public void ask(int number, String question) {
        questions.ask(number, question);
    }

    @Override
    public @Nullable Answer answer(int number) {
        Questions.Answer answer = questions.answer(number);
        return answer == null ? null : new Answer(answer.yes(), answer.who());
    }

    @Override
    public void close() {
        questions.close();
    }

    @Override
    public String submit(boolean yes, String who) {
        return questions.submit(yes, who);
    }
}
