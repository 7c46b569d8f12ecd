package io.hitless.run.operator;

import io.hitless.playbook.Play;
import io.hitless.template.eval.Scope;
import io.hitless.value.Redactor;
import io.hitless.value.Values;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Asks for what a play wants to be asked for, {@code vars_prompt}. */
public record Prompts(Operator operator, Set<String> extraVars, Redactor redactor) {
    public Map<String, @Nullable Object> answers(Play play, Scope scope) throws InterruptedException {
        Map<String, @Nullable Object> answers = new LinkedHashMap<>();
        for (Play.VarsPrompt asked : play.varsPrompt()) {
            answers.put(asked.name(), answer(asked, scope));
        }
        return answers;
    }

    private @Nullable Object answer(Play.VarsPrompt asked, Scope scope) throws InterruptedException {
        if (extraVars.contains(asked.name())) {
            return scope.get(asked.name());
        }
        String prompt = Values.text(asked.prompt().resolve(scope));
        Object fallback =
                asked.defaultValue() == null ? "" : asked.defaultValue().resolve(scope);
        while (true) {
            String typed = operator.ask(prompt, !asked.isPrivate());
            if (typed == null || typed.isEmpty()) {
                return fallback;
            }
            if (!asked.confirm() || typed.equals(operator.ask("confirm " + prompt, !asked.isPrivate()))) {
                if (asked.isPrivate()) {
                    redactor.add(typed);
                }
                return typed;
            }
        }
    }
}
