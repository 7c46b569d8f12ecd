package io.hitless.playbook;

import io.hitless.module.ModuleSpec;
import io.hitless.source.Span;
import io.hitless.source.UserError;
import io.hitless.template.Expression;
import io.hitless.template.Template;
import io.hitless.template.eval.Scope;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A task: the call of a module.
 *
 * @param name as written, or null
 * @param action the module's name as written; it is shown if the task has no name
 * @param module the module to call
 * @param arguments as written; arguments without template were checked while loading
 * @param place where the task's files are searched for
 * @param span the position of the task's name or action
 * @param templated resolves the module if its name is a template, and {@code module} is a placeholder; otherwise null
 */
public record Task(
        @Nullable Template name,
        String action,
        ModuleSpec module,
        TaskOptions arguments,
        InheritedKeywords settings,
        Control control,
        ResultRules resultRules,
        TaskLocation place,
        Span span,
        @Nullable TemplatedModule<Task> templated)
        implements Step {
    /** A task whose module is known. */
    public Task(
            @Nullable Template name,
            String action,
            ModuleSpec module,
            TaskOptions arguments,
            InheritedKeywords settings,
            Control control,
            ResultRules resultRules,
            TaskLocation place,
            Span span) {
        this(name, action, module, arguments, settings, control, resultRules, place, span, null);
    }

    /**
     * Returns the task as the call of the module that its action names with these variables. If there is no such
     * module, or the arguments don't fit it, the returned task fails when it is run.
     */
    public Task called(Scope scope) {
        if (templated == null) {
            return this;
        }
        try {
            return templated.task(scope);
        } catch (UserError e) {
            ModuleSpec none = ModuleSpec.unavailable(action, e);
            return new Task(name, action, none, arguments, settings, control, resultRules, place, span);
        }
    }

    /**
     * How the task runs if its conditions are true: once or for each item of a loop, with retries, or as an
     * asynchronous job.
     */
    public record Control(
            @Nullable Loop loop,
            @Nullable Retry retry,
            @Nullable Async async) {
        public static final Control ONCE = new Control(null, null, null);
    }

    /**
     * Keywords that evaluate the task's result.
     *
     * @param register the name of the variable for the result, or null
     * @param changedWhen conditions that replace the module's own {@code changed}; empty: none given
     * @param failedWhen conditions that replace the module's own {@code failed}; empty: none given
     * @param notifies handlers to notify if the task changes something
     */
    public record ResultRules(
            @Nullable String register,
            List<Expression> changedWhen,
            List<Expression> failedWhen,
            List<Template> notifies) {
        public static final ResultRules NONE = new ResultRules(null, List.of(), List.of(), List.of());

        public ResultRules {
            changedWhen = List.copyOf(changedWhen);
            failedWhen = List.copyOf(failedWhen);
            notifies = List.copyOf(notifies);
        }
    }
}
