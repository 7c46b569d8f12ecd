package io.hitless.run.operator;

import io.hitless.playbook.Play;
import io.hitless.template.eval.Scope;
import io.hitless.value.Redactor;
import io.hitless.value.Values;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Asks the operator for the variables of {@code vars_prompt}. */
public record Prompts(Operator operator, Set<String> extraVars, Redactor redactor) {
    public Map<String, @Nullable Object> answers(Play play, Scope scope) throws InterruptedException {
        Map<String, @Nullable Object> answers = new LinkedHashMap<>();
        for (Play.Prompt prompt : play.variables().prompts()) {
            answers.put(prompt.name(), answer(prompt, scope));
        }
        return answers;
    }

    private @Nullable Object answer(Play.Prompt prompt, Scope scope) throws InterruptedException {
        if (extraVars.contains(prompt.name())) {
            return scope.get(prompt.name());
        }
        String text = Values.text(prompt.prompt().resolve(scope));
        Object fallback =
                prompt.defaultValue() == null ? "" : prompt.defaultValue().resolve(scope);
        while (true) {
            String typed = operator.ask(text, !prompt.isPrivate());
            if (typed == null || typed.isEmpty()) {
                return fallback;
            }
            if (!prompt.confirm() || typed.equals(operator.ask("confirm " + text, !prompt.isPrivate()))) {
                if (prompt.isPrivate()) {
                    redactor.add(typed);
                }
                return typed;
            }
        }
    }
}
