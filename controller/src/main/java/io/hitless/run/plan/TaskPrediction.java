package io.hitless.run.plan;

import io.hitless.event.Outcome;
import io.hitless.playbook.Task;
import io.hitless.run.host.HostRun;
import io.hitless.run.result.TaskResult;
import io.hitless.run.step.TaskArguments;
import io.hitless.source.UserError;
import io.hitless.template.eval.Scope;
import io.hitless.value.Values;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The prediction of one task on one host. In a run that is not a plan, results pass unchanged. Used by one thread. */
public final class TaskPrediction {
    private final PlanTracker plan;
    private final TaskArguments arguments;
    private final Task task;
    private final HostRun host;
    private final List<HostRun> affected;
    private final StringBuilder evidence = new StringBuilder();
    private PredictedCall called;
    private boolean pendingChange;

    public TaskPrediction(PlanTracker plan, TaskArguments arguments, Task task, HostRun host, List<HostRun> affected) {
        this.plan = plan;
        this.arguments = arguments;
        this.task = task;
        this.host = host;
        this.affected = affected;
        this.called = new PredictedCall(host.name(), true, null, null);
    }

    public boolean isOn() {
        return plan.isOn();
    }

    /** Whether the task is a {@code pause} in a plan, which does not wait. */
    public boolean skipsPause() {
        return isOn() && task.module().name().equals("pause");
    }

    public void called(PredictedCall call) {
        called = call;
        if (plan.isOfCurrentState() && call.access() != null && call.args() != null) {
            plan.services().note(task, host.name(), call.args(), call.access());
        }
    }

    /** The result of an iteration of the task, as the plan reports it. */
    public TaskResult assessed(TaskResult result) {
        if (!isOn()) {
            return result;
        }
        TaskResult assessed = plan.assessed(task, host, called, result);
        plan.markUnknown(task, host, affected, called, assessed);
        pendingChange |= called.predicted() && assessed.changed();
        evidence.append(evidence(called, assessed));
        return assessed;
    }

    /** The result of an iteration that was not called: whether it runs, or with which arguments, is unknown. */
    public TaskResult unknown(String why, Scope scope) {
        called = new PredictedCall(called.acting(), true, arguments(scope), null);
        return assessed(TaskResult.unknown(why));
    }

    private @Nullable Map<String, @Nullable Object> arguments(Scope scope) {
        try {
            return arguments.of(task, scope);
        } catch (UserError _) {
            return null; // what it may change is not known either
        }
    }

    // What would change, or the arguments of an unknown task.
    private static String evidence(PredictedCall called, TaskResult result) {
        if (!result.isUnknown() && !result.changed()) {
            return result.failed() ? "failed" : result.skipped() ? "skipped" : "in sync";
        }
        StringBuilder out = new StringBuilder(result.isUnknown() ? "unknown" : "change");
        for (Outcome.Diff diff : result.diffs()) {
            out.append('\0')
                    .append(diff.label())
                    .append('\0')
                    .append(diff.before())
                    .append('\0')
                    .append(diff.after());
        }
        if (result.diffs().isEmpty()) {
            out.append('\0').append(called.args() == null ? "" : Values.repr(called.args()));
            out.append('\0').append(Values.text(result.fields().get("checksum")));
        }
        return out.toString();
    }

    /** Whether a change was predicted and not made. */
    public boolean isPendingChange() {
        return pendingChange;
    }

    /** The outcome with the digest of all iterations. */
    public Outcome marked(Outcome outcome) {
        return outcome.withMark(plan.mark(evidence.toString()));
    }
}
