package io.hitless.run.step;

import io.hitless.event.TaskRef;
import io.hitless.playbook.Block;
import io.hitless.playbook.Include;
import io.hitless.playbook.Meta;
import io.hitless.playbook.Role;
import io.hitless.playbook.Step;
import io.hitless.playbook.Task;
import io.hitless.source.Span;
import io.hitless.source.UserError;
import io.hitless.template.Expression;
import io.hitless.template.Template;
import io.hitless.template.eval.Scope;
import io.hitless.value.Redactor;
import io.hitless.value.Undefined;
import io.hitless.value.UnknownValueError;
import io.hitless.value.Values;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Assigns the names and numbers of steps, and the keys that identify them in a run. */
public final class StepNames {
    private final Redactor redactor;
    private final boolean showsArguments;
    private final Map<Occurrence, Integer> occurrences = new ConcurrentHashMap<>();
    private final Map<String, String> byCall = new ConcurrentHashMap<>();
    private final AtomicInteger started = new AtomicInteger();
    private volatile String where = "";

    /**
     * A position at which steps start, and the host whose starts are counted there; empty if all hosts run together.
     */
    private record Occurrence(String place, String whose) {}

    public StepNames(Redactor redactor) {
        this(redactor, false);
    }

    /** @param showsArguments whether references of steps have the arguments to show */
    public StepNames(Redactor redactor, boolean showsArguments) {
        this.redactor = redactor;
        this.showsArguments = showsArguments;
    }

    /** Sets the batch of the following steps; both numbers count from 1. */
    public void enter(int play, int batch) {
        where = play + "." + batch + " ";
        occurrences.clear();
    }

    /**
     * Returns the reference for a step that starts. Its name is resolved as far as possible.
     *
     * @param whose the host that runs at its own pace, so that its starts of the step are counted separately; otherwise
     *     empty
     */
    public TaskRef ref(Step step, boolean handling, Scope scope, StepPurpose purpose, String whose) {
        String place = where + (purpose.isTrial() ? TaskRef.TRIAL : handling ? "handler " : "") + step.span();
        String key = place + " " + occurrences.merge(new Occurrence(place, whose), 1, Integer::sum);
        String name = shown(step, scope);
        byCall.put(CallKey.ofTask(key), name);
        TaskRef ref =
                new TaskRef(started.incrementAndGet(), key, name, WrittenNames.action(step), handling, step.span());
        return purpose.named(showsArguments ? ref.with(WrittenArguments.of(step)) : ref);
    }

    /** Returns the reference for an action that is not a step of the playbook. */
    public TaskRef own(String name, String action, Span at) {
        return new TaskRef(started.incrementAndGet(), where + action, name, action, false, at);
    }

    /**
     * Returns the name of the task that a call belongs to, by the key of the call as hosts store it; null if there is
     * none.
     */
    public @Nullable String ofCall(String key) {
        int dot = key.indexOf('.');
        return dot < 0 ? null : byCall.get(key.substring(0, dot));
    }

    /** Returns the name with its role, with secrets masked. */
    public String shown(Step step, Scope scope) {
        Role role = WrittenNames.roleInTitle(step);
        String name = redactor.shown(() -> resolved(step, scope));
        return role == null ? name : role.name() + " : " + name;
    }

    /** Returns the value of {@code ansible_failed_task}; its name is empty if none is written. */
    public static Map<String, @Nullable Object> asVariable(Step step, Scope scope) {
        Map<String, @Nullable Object> its = new LinkedHashMap<>();
        its.put("name", step.name() == null ? "" : resolved(step, scope));
        its.put("action", WrittenNames.action(step));
        its.put("args", step instanceof Task task ? arguments(task, scope) : Map.of());
        its.put("tags", step.settings().tags());
        its.put("register", register(step));
        its.put(
                "when",
                step.settings().when().stream().map(Expression::asWritten).toList());
        return its;
    }

    private static @Nullable String register(Step step) {
        return switch (step) {
            case Task task -> task.resultRules().register();
            case Include include -> include.register();
            case Meta _, Block _ -> null;
        };
    }

    private static Map<String, @Nullable Object> arguments(Task task, Scope scope) {
        Map<String, @Nullable Object> args = new LinkedHashMap<>();
        task.arguments().options().forEach((option, written) -> {
            try {
                args.put(option, written.resolve(scope));
            } catch (UserError _) {
                // this argument may be the reason of the failure
            }
        });
        return args;
    }

    public static String resolved(Step step, Scope scope) {
        Template name = step.name();
        if (name == null || step instanceof Meta) { // as in Ansible, the name of a meta task is no template
            return WrittenNames.of(step);
        }
        try {
            Object value = name.resolve(scope);
            if (!(value instanceof Undefined)) {
                return value == null || "".equals(value) ? WrittenNames.action(step) : Values.text(value);
            }
        } catch (UnknownValueError _) {
            return WrittenNames.of(step);
        } catch (UserError _) {
            // names are only shown, so an error in one does not stop the task
        }
        return marked(step, name, scope);
    }

    private static String marked(Step step, Template name, Scope scope) {
        try {
            return name instanceof Template.Text text ? text.marked(scope) : WrittenNames.of(step);
        } catch (UserError _) {
            return WrittenNames.of(step);
        }
    }
}
