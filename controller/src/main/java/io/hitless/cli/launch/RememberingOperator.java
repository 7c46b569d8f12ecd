package io.hitless.cli.launch;

import io.hitless.run.operator.Operator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Remembers the operator's answers, so that a prediction during the run does not ask the same question again. */
record RememberingOperator(Operator operator, Map<String, String> answers) implements Operator {
    RememberingOperator(Operator operator) {
        this(operator, new ConcurrentHashMap<>());
    }

    @Override
    public boolean confirms(String task) throws InterruptedException {
        return operator.confirms(task);
    }

    @Override
    public @Nullable String ask(String prompt, boolean echo) throws InterruptedException {
        String answer = operator.ask(prompt, echo);
        if (answer != null) {
            answers.put(prompt, answer);
        }
        return answer;
    }

    /** Returns an operator that repeats the remembered answers, and leaves other questions unanswered. */
    Operator replay() {
        return new Operator() {
            @Override
            public boolean confirms(String task) {
                return true;
            }

            @Override
            public @Nullable String ask(String prompt, boolean echo) {
                return answers.get(prompt);
            }
        };
    }
}
