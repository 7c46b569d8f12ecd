package io.hitless.run.step;

import io.hitless.event.TaskRef;
import io.hitless.playbook.Block;
import io.hitless.playbook.Include;
import io.hitless.playbook.Meta;
import io.hitless.playbook.Role;
import io.hitless.playbook.Step;
import io.hitless.playbook.Task;
import io.hitless.playbook.TaskLocation;
import io.hitless.source.Span;
import io.hitless.source.UserError;
import io.hitless.template.Template;
import io.hitless.template.eval.Scope;
import io.hitless.value.Redactor;
import io.hitless.value.Undefined;
import io.hitless.value.Values;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What steps are called: as written, as shown, and by number. */
public final class StepNames {
    private final Redactor redactor;
    private final Map<String, Integer> met = new HashMap<>();
    private final Map<String, String> byCall = new HashMap<>();
    private int started;
    private String where = "";

    public StepNames(Redactor redactor) {
        this.redactor = redactor;
    }

    /** The steps that begin from now on belong to this batch; both count from 1. */
    public void enter(int play, int batch) {
        where = play + "." + batch + " ";
        met.clear();
    }

    /** The reference for a step that begins, its name resolved as far as it can be. */
    public TaskRef ref(Step step, boolean handling, Scope scope, StepPurpose purpose) {
        String place = where + (purpose.isTrial() ? TaskRef.TRIAL : handling ? "handler " : "") + step.span();
        String key = place + " " + met.merge(place, 1, Integer::sum);
        String name = shown(step, scope);
        byCall.put(CallKey.ofTask(key), name);
        return purpose.named(new TaskRef(++started, key, name, action(step), handling, step.span()));
    }

    /** The reference for what no step says. */
    public TaskRef own(String name, String action, Span at) {
        return new TaskRef(++started, where + action, name, action, false, at);
    }

    /** The name of the task that a call belongs to, by the call's key as hosts have it; null if there is none. */
    public @Nullable String ofCall(String key) {
        int dot = key.indexOf('.');
        return dot < 0 ? null : byCall.get(key.substring(0, dot));
    }

    /** The name with its role, without secrets. */
    public String shown(Step step, Scope scope) {
        Role role = role(step);
        String name = redactor.shown(() -> resolved(step, scope));
        return role == null ? name : role.name() + " : " + name;
    }

    /** The name as written; the action for a step without one. */
    public static String written(Step step) {
        Template name = name(step);
        return name == null ? action(step) : PlaybookNames.text(name);
    }

    /** What {@code ansible_failed_task} holds: the name is empty where none is written. */
    public static Map<String, @Nullable Object> asVariable(Task task, Scope scope) {
        String name = task.name() == null ? "" : resolved(task, scope);
        return Map.of(
                "name", name, "action", task.action(), "tags", task.settings().tags());
    }

    public static String resolved(Step step, Scope scope) {
        Template name = name(step);
        if (name == null) {
            return action(step);
        }
        try {
            Object value = name.resolve(scope);
            return value instanceof Undefined ? written(step) : Values.text(value);
        } catch (UserError _) {
            return written(step); // a name is for show: what it lacks is no reason to fail
        }
    }

    static String action(Step step) {
        return switch (step) {
            case Task task -> task.action();
            case Include include -> include.kind() == Include.Kind.TASKS ? "include_tasks" : "include_role";
            case Meta _ -> "meta";
            case Block _ -> "block";
        };
    }

    public static @Nullable Role role(Step step) {
        TaskLocation place = place(step);
        return place == null ? null : place.role();
    }

    private static @Nullable Template name(Step step) {
        return switch (step) {
            case Task task -> task.name();
            case Include include -> include.name();
            case Meta meta -> meta.name();
            case Block block -> block.name();
        };
    }

    /** Where a step stands; a block stands where its first step does. */
    public static @Nullable TaskLocation place(Step step) {
        return switch (step) {
            case Task task -> task.place();
            case Include include -> include.place();
            case Meta meta -> meta.place();
            case Block block ->
                block.steps().isEmpty() ? null : place(block.steps().getFirst());
        };
    }
}
