package io.hitless.playbook;

import io.hitless.module.ModuleSpec;
import io.hitless.source.Span;
import io.hitless.template.Expression;
import io.hitless.template.Template;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A module call for every host that gets here.
 *
 * @param name as written, or null
 * @param action the module's name as written, which is what is shown for a task without a name
 * @param module what it calls
 * @param arguments as written, checked at load as far as they hold no templates
 * @param place where its files are looked for
 * @param span the task's place, at its name or action
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
        Span span)
        implements Step {
    /**
     * How it runs where its conditions hold: once, for each item, until a condition holds; and whether the session
     * waits for it.
     */
    public record Control(
            @Nullable Loop loop,
            @Nullable Retry retry,
            @Nullable Async async) {
        public static final Control ONCE = new Control(null, null, null);
    }

    /**
     * What is made of its result.
     *
     * @param register the name for the result, or null
     * @param changedWhen conditions in place of the module's own say; empty: none given
     * @param failedWhen the same for failure
     * @param notifies handlers to run if it changes something
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
