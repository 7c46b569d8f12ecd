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
import io.hitless.value.Values;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** What steps are called: as written, as shown, and by number. */
public final class StepNames {
    private final Redactor redactor;
    private final Map<Occurrence, Integer> occurrences = new ConcurrentHashMap<>();
    private final Map<String, String> byCall = new ConcurrentHashMap<>();
    private final AtomicInteger started = new AtomicInteger();
    private volatile String where = "";

    /** A place where steps begin, and who counts how often: a host that goes its own way, or all hosts together. */
    private record Occurrence(String place, String whose) {}

    public StepNames(Redactor redactor) {
        this.redactor = redactor;
    }

    /** The steps that begin from now on belong to this batch; both count from 1. */
    public void enter(int play, int batch) {
        where = play + "." + batch + " ";
        occurrences.clear();
    }

    /**
     * The reference for a step that begins, its name resolved as far as it can be.
     *
     * @param whose the host that goes its own way, and counts for itself how often it reached the step; else empty
     */
    public TaskRef ref(Step step, boolean handling, Scope scope, StepPurpose purpose, String whose) {
        String place = where + (purpose.isTrial() ? TaskRef.TRIAL : handling ? "handler " : "") + step.span();
        String key = place + " " + occurrences.merge(new Occurrence(place, whose), 1, Integer::sum);
        String name = shown(step, scope);
        byCall.put(CallKey.ofTask(key), name);
        return purpose.named(
                new TaskRef(started.incrementAndGet(), key, name, WrittenNames.action(step), handling, step.span()));
    }

    /** The reference for what no step says. */
    public TaskRef own(String name, String action, Span at) {
        return new TaskRef(started.incrementAndGet(), where + action, name, action, false, at);
    }

    /** The name of the task that a call belongs to, by the call's key as hosts have it; null if there is none. */
    public @Nullable String ofCall(String key) {
        int dot = key.indexOf('.');
        return dot < 0 ? null : byCall.get(key.substring(0, dot));
    }

    /** The name with its role, without secrets. */
    public String shown(Step step, Scope scope) {
        Role role = WrittenNames.roleInTitle(step);
        String name = redactor.shown(() -> resolved(step, scope));
        return role == null ? name : role.name() + " : " + name;
    }

    /** What {@code ansible_failed_task} holds: the name is empty where none is written. */
    public static Map<String, @Nullable Object> asVariable(Step step, Scope scope) {
        Map<String, @Nullable Object> its = new LinkedHashMap<>();
        its.put("name", WrittenNames.template(step) == null ? "" : resolved(step, scope));
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
                // it may be what the task failed of
            }
        });
        return args;
    }

    public static String resolved(Step step, Scope scope) {
        Template name = WrittenNames.template(step);
        if (name == null) {
            return WrittenNames.of(step);
        }
        try {
            Object value = name.resolve(scope);
            return value instanceof Undefined ? WrittenNames.of(step) : Values.text(value);
        } catch (UserError _) {
            return WrittenNames.of(step); // a name is for show: what it lacks is no reason to fail
        }
    }
}
