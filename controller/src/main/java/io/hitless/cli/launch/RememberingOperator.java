package io.hitless.cli.launch;

import io.hitless.run.operator.Operator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * An operator who remembers the answers given, so that nobody is asked the same again by what a run foresees on its
 * way.
 */
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

    /** Answers as was answered before, and nothing else. */
    Operator again() {
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
