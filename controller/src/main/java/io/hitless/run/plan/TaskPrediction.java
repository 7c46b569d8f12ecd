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

/** One task on one host as a plan sees it. Where the run is none, answers pass as they are. Used by one thread. */
public final class TaskPrediction {
    private final PlanTracker foresight;
    private final TaskArguments arguments;
    private final Task task;
    private final HostRun host;
    private final List<HostRun> concerned;
    private final StringBuilder evidence = new StringBuilder();
    private PredictedCall called;
    private boolean unmade;

    public TaskPrediction(
            PlanTracker foresight, TaskArguments arguments, Task task, HostRun host, List<HostRun> concerned) {
        this.foresight = foresight;
        this.arguments = arguments;
        this.task = task;
        this.host = host;
        this.concerned = concerned;
        this.called = new PredictedCall(host.name(), true, null, null);
    }

    public boolean isOn() {
        return foresight.isOn();
    }

    /** Whether nobody is kept waiting by it: a plan does not pause. */
    public boolean passes() {
        return isOn() && task.module().name().equals("pause");
    }

    public void called(PredictedCall call) {
        called = call;
        if (foresight.isOfNow() && call.access() != null && call.args() != null) {
            foresight.services().note(task, host.name(), call.args(), call.access());
        }
    }

    /** The answer to a turn of the task, as far as it holds. */
    public TaskResult weighed(TaskResult answer) {
        if (!isOn()) {
            return answer;
        }
        TaskResult weighed = foresight.weighed(task, host, called, answer);
        foresight.leftOpen(task, host, concerned, called, weighed);
        unmade |= called.predicted() && weighed.changed();
        evidence.append(evidence(called, weighed));
        return weighed;
    }

    /** The answer to what was not asked: whether or with what it will be done is open. */
    public TaskResult open(String why, Scope scope) {
        called = new PredictedCall(called.acting(), true, arguments(scope), null);
        return weighed(TaskResult.unknown(why));
    }

    private @Nullable Map<String, @Nullable Object> arguments(Scope scope) {
        try {
            return arguments.of(task, scope);
        } catch (UserError _) {
            return null; // what it may touch is not known either
        }
    }

    // What would change, or with which arguments something unknown would be done.
    private static String evidence(PredictedCall called, TaskResult answer) {
        if (!answer.isUnknown() && !answer.changed()) {
            return answer.failed() ? "failed" : answer.skipped() ? "skipped" : "in sync";
        }
        StringBuilder out = new StringBuilder(answer.isUnknown() ? "unknown" : "change");
        for (Outcome.Diff diff : answer.diffs()) {
            out.append('\0')
                    .append(diff.label())
                    .append('\0')
                    .append(diff.before())
                    .append('\0')
                    .append(diff.after());
        }
        if (answer.diffs().isEmpty()) {
            out.append('\0').append(called.args() == null ? "" : Values.repr(called.args()));
            out.append('\0').append(Values.text(answer.fields().get("checksum")));
        }
        return out.toString();
    }

    /** Whether there is a change that was foreseen and not made. */
    public boolean isUnmade() {
        return unmade;
    }

    /** The task's outcome with the mark of it all. */
    public Outcome marked(Outcome outcome) {
        return outcome.withMark(foresight.mark(evidence.toString()));
    }
}
