package io.hitless.playbook;

import io.hitless.source.UserError;
import io.hitless.template.Template;
import io.hitless.template.eval.Scope;
import io.hitless.value.Undefined;
import io.hitless.value.Values;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The module of a task whose name is a template, such as {@code action: "{{ ansible_pkg_mgr }} name=git"}: each host
 * knows it when it runs the task. Thread-safe.
 *
 * @param <T> the task
 */
public final class TemplatedModule<T> {
    private final Template name;
    private final Function<String, T> reader;
    private final Map<String, T> read = new ConcurrentHashMap<>();

    /**
     * @param reader reads the task as the call of the module with this name; throws UserError if there is no such
     *     module, or if the arguments don't fit it
     */
    public TemplatedModule(Template name, Function<String, T> reader) {
        this.name = name;
        this.reader = reader;
    }

    /** @throws UserError if the name cannot be resolved, or the task cannot call the module */
    T task(Scope scope) {
        Object value = name.resolve(scope);
        if (value instanceof Undefined missing) {
            throw missing.error();
        }
        if (!(value instanceof String module)) {
            throw new UserError(name.span(), "a text is the name of a module, not " + Values.repr(value));
        }
        return read.computeIfAbsent(module.strip(), reader);
    }
}
