package io.hitless.run.step;

import io.hitless.module.Argument;
import io.hitless.module.ArgumentChecker;
import io.hitless.module.ModuleSpec;
import io.hitless.module.OptionSpec;
import io.hitless.playbook.Task;
import io.hitless.source.Span;
import io.hitless.source.UserError;
import io.hitless.template.Template;
import io.hitless.template.eval.Scope;
import io.hitless.value.Undefined;
import io.hitless.value.Values;
import io.hitless.vars.Omit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Resolves a task's arguments for one host: evaluates templates, removes omitted arguments, checks and converts the
 * others. Thread-safe.
 */
public final class TaskArguments {
    /** By identity: to compare two modules, all their options are. */
    private final Map<ModuleSpec, ArgumentChecker> checkers = Collections.synchronizedMap(new IdentityHashMap<>());

    /** @throws UserError at the argument that is undefined or has a wrong value */
    public Map<String, @Nullable Object> of(Task task, Scope scope) {
        Map<String, Argument> arguments = new LinkedHashMap<>();
        task.settings()
                .defaultsOf(task.module().name())
                .forEach((name, written) -> add(arguments, task.module(), name, written, scope));
        Template whole = task.arguments().whole();
        if (whole != null) {
            addWhole(arguments, whole, scope);
        }
        Map<String, Template> names = task.arguments().names();
        task.arguments()
                .options()
                .forEach((name, written) ->
                        add(arguments, task.module(), resolved(name, names.get(name), scope), written, scope));
        return checkers.computeIfAbsent(task.module(), ArgumentChecker::new)
                .convert(new ArrayList<>(arguments.values()), task.span());
    }

    private static String resolved(String name, @Nullable Template template, Scope scope) {
        if (template == null) {
            return name;
        }
        Object value = template.resolve(scope);
        if (value instanceof String text) {
            return text;
        }
        throw value instanceof Undefined missing
                ? missing.error()
                : new UserError(template.span(), "a name is a text, not " + Values.repr(value));
    }

    private static void add(
            Map<String, Argument> arguments, ModuleSpec module, String name, Template written, Scope scope) {
        Span span = written.span();
        Object value = isExpression(module, name) ? written : written.resolve(scope);
        if (value instanceof Undefined missing) {
            throw new UserError(span, String.valueOf(missing.what()));
        }
        put(arguments, name, value, span);
    }

    private static boolean isExpression(ModuleSpec module, String name) {
        for (OptionSpec option : module.options()) {
            if (option.type() == OptionSpec.Type.EXPRESSION && option.name().equals(name)) {
                return true;
            }
        }
        return false;
    }

    private static void addWhole(Map<String, Argument> arguments, Template whole, Scope scope) {
        Object value = whole.resolve(scope);
        if (value instanceof Undefined missing) {
            throw new UserError(whole.span(), String.valueOf(missing.what()));
        }
        if (!(value instanceof Map<?, ?> options)) {
            throw new UserError(whole.span(), "'args' is not a mapping: " + Values.typeName(value));
        }
        options.forEach((name, option) -> put(arguments, Values.text(name), option, whole.span()));
    }

    private static void put(Map<String, Argument> arguments, String name, @Nullable Object value, Span span) {
        if (Omit.is(value)) {
            arguments.remove(name);
        } else {
            arguments.put(name, Argument.known(name, span, Omit.within(value), span));
        }
    }
}
