package io.hitless.run.step;

import io.hitless.event.TaskRef;
import io.hitless.playbook.Role;
import io.hitless.playbook.Step;
import io.hitless.playbook.Task;
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
        return purpose.named(new TaskRef(++started, key, name, WrittenNames.action(step), handling, step.span()));
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
        Role role = WrittenNames.roleInTitle(step);
        String name = redactor.shown(() -> resolved(step, scope));
        return role == null ? name : role.name() + " : " + name;
    }

    /** What {@code ansible_failed_task} holds: the name is empty where none is written. */
    public static Map<String, @Nullable Object> asVariable(Task task, Scope scope) {
        String name = task.name() == null ? "" : resolved(task, scope);
        return Map.of(
                "name", name, "action", task.action(), "tags", task.settings().tags());
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
