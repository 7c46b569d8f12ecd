package io.hitless.run.task;

import io.hitless.source.Span;
import io.hitless.source.UserError;
import io.hitless.template.Template;
import io.hitless.template.eval.Scope;
import io.hitless.value.Omitted;
import io.hitless.value.Undefined;
import io.hitless.value.UndefinedError;
import io.hitless.value.Values;
import io.hitless.vars.Omit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Merges the {@code environment} keywords of a task: those of its play and blocks, and its own. */
final class CallEnvironment {
    private final Scope scope;
    private final BiConsumer<String, Span> warnings;
    private final Map<String, String> out = new LinkedHashMap<>();

    private CallEnvironment(Scope scope, BiConsumer<String, Span> warnings) {
        this.scope = scope;
        this.warnings = warnings;
    }

    /**
     * @param written the keywords, the outermost first
     * @param warnings receives values that are not mappings, which are ignored
     * @throws UserError if a value cannot be resolved
     */
    static Map<String, String> of(List<Template> written, Scope scope, BiConsumer<String, Span> warnings) {
        CallEnvironment environment = new CallEnvironment(scope, warnings);
        written.forEach(environment::add);
        return environment.out;
    }

    private void add(Template written) {
        if (written instanceof Template.Mapping mapping) {
            mapping.entries().forEach(this::add);
            return;
        }
        switch (written.resolve(scope)) {
            case Map<?, ?> map -> map.forEach((name, value) -> put(Values.text(name), value));
            case Undefined missing -> throw new UserError(written.span(), String.valueOf(missing.what()));
            case Omitted _ -> {}
            case null -> {}
            default ->
                warnings.accept("'environment' is not a mapping of variables, and has no effect", written.span());
        }
    }

    private void add(String name, Template written) {
        try {
            Object value = written.resolve(scope);
            if (value instanceof Undefined missing) {
                throw missing.error().at(written.span());
            }
            put(name, value);
        } catch (UndefinedError e) {
            // As in Ansible, such a value is ignored: it refers to the host's own environment, which is unknown before
            // facts are gathered.
            if (!e.what().contains("ansible_env")) {
                throw e;
            }
        }
    }

    private void put(String name, @Nullable Object value) {
        if (!Omit.is(value)) {
            out.put(name, value == null ? "None" : Values.text(value));
        }
    }
}
