package io.hitless.run.task;

import io.hitless.event.TaskRef;
import io.hitless.playbook.Keyword;
import io.hitless.playbook.Task;
import io.hitless.run.host.HostRun;
import io.hitless.run.host.PlayContext;
import io.hitless.run.result.TaskResult;
import io.hitless.run.step.StepPurpose;
import io.hitless.template.eval.Scope;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A task and the host on which it runs.
 *
 * @param concerned the hosts that get the task's facts: only this host, or all hosts of a task that runs once
 */
record AssignedTask(
        PlayContext play, Task task, HostRun host, TaskRef ref, List<HostRun> concerned, StepPurpose purpose) {
    AssignedTask {
        concerned = List.copyOf(concerned);
    }

    Scope scope() {
        return scope(Map.of());
    }

    /** Returns the variables of the task, with those of a loop iteration. */
    Scope scope(Map<String, @Nullable Object> extras) {
        return play.scope(host, task, extras);
    }

    /** Returns the variables for conditions on a result, which include the registered variable. */
    Scope scope(Map<String, @Nullable Object> extras, TaskResult result) {
        if (task.resultRules().register() == null) {
            return scope(extras);
        }
        Map<String, @Nullable Object> more = new HashMap<>(extras);
        more.put(task.resultRules().register(), result.fields());
        return scope(more);
    }

    boolean isSet(Keyword keyword) {
        return play.keywords(task, host).isSet(keyword);
    }
}
