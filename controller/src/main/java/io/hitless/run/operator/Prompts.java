package io.hitless.run.operator;

import io.hitless.playbook.Play;
import io.hitless.source.MappedText;
import io.hitless.source.SourceFile;
import io.hitless.source.Span;
import io.hitless.source.UserError;
import io.hitless.template.Language;
import io.hitless.template.Template;
import io.hitless.template.eval.Scope;
import io.hitless.value.Redactor;
import io.hitless.value.Values;
import io.hitless.vars.MapScope;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Asks the operator for the variables of {@code vars_prompt}. */
public record Prompts(Operator operator, Set<String> extraVars, Redactor redactor, Language language) {
    private static final String HASH = "answer | password_hash(scheme, salt=salt, salt_size=salt_size)";
    private static final long SALT_SIZE = 16;

    /** Returns the answers. As in Ansible, an answer is a value, or typed text that is a template. */
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
        String typed = typed(prompt, Values.text(prompt.prompt().resolve(scope)));
        boolean isDefault = typed == null || (typed.isEmpty() && prompt.defaultValue() != null);
        // As in Ansible, if there is no operator and no default, the answer is the text None.
        String answer = isDefault
                ? prompt.defaultValue() == null
                        ? "None"
                        : Values.text(prompt.defaultValue().resolve(scope))
                : String.valueOf(typed);
        if (prompt.encryption() != null) {
            return encrypted(answer, prompt.encryption(), scope);
        }
        return isDefault || prompt.unsafe() ? answer : typedAsTemplate(answer);
    }

    /** Returns the typed text; null if there is no operator. */
    private @Nullable String typed(Play.Prompt prompt, String text) throws InterruptedException {
        while (true) {
            String typed = operator.ask(text, !prompt.isPrivate());
            if (typed == null || typed.isEmpty()) {
                return typed;
            }
            if (!prompt.confirm() || typed.equals(operator.ask("confirm " + text, !prompt.isPrivate()))) {
                if (prompt.isPrivate()) {
                    redactor.add(typed);
                }
                return typed;
            }
        }
    }

    private @Nullable Object encrypted(String answer, Play.Encryption how, Scope scope) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put("answer", answer);
        values.put("scheme", Values.text(how.scheme().resolve(scope)).replaceFirst("_crypt$", ""));
        values.put("salt", how.salt() == null ? null : Values.text(how.salt().resolve(scope)));
        values.put(
                "salt_size", how.saltSize() == null ? SALT_SIZE : how.saltSize().resolve(scope));
        try {
            return language.expression(written("encrypt", HASH).trusted()).evaluate(new MapScope(values));
        } catch (UserError e) {
            throw new UserError(how.scheme().span(), e.what(), e.hint());
        }
    }

    private @Nullable Object typedAsTemplate(String typed) {
        Template template = language.template(written("vars_prompt", typed));
        return template instanceof Template.Constant plain ? plain.value() : template;
    }

    private static MappedText written(String name, String text) {
        return MappedText.verbatim(Span.whole(new SourceFile(name, text)));
    }
}
