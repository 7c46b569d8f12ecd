package io.hitless.run.task;

import io.hitless.event.Event;
import io.hitless.event.Outcome;
import io.hitless.event.TaskRef;
import io.hitless.playbook.Keyword;
import io.hitless.playbook.Loop;
import io.hitless.playbook.Task;
import io.hitless.run.action.Action;
import io.hitless.run.host.HostRun;
import io.hitless.run.plan.TaskPrediction;
import io.hitless.run.result.CompletedTask;
import io.hitless.run.result.TaskResult;
import io.hitless.run.resume.RunHistory;
import io.hitless.run.step.StepPurpose;
import io.hitless.value.SecretUse;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Executes a task on one host, or recalls its recorded result, and reports the outcome. */
final class HostTask {
    private final TaskEnvironment run;
    private final AssignedTask its;
    private final Action action;
    private final TaskPrediction prediction;
    private final TaskTimeLimit time;
    private final TaskReport report;
    private final TaskEffects effects;
    private final TaskExecution execution;

    /** @param concerned the hosts that get the task's facts: only this host, or all hosts of a task that runs once */
    HostTask(TaskEnvironment run, Task task, HostRun host, TaskRef ref, List<HostRun> concerned, StepPurpose purpose) {
        this.run = run;
        this.its = new AssignedTask(run.play(), task, host, ref, concerned, purpose);
        this.action = run.tools().actions().of(task.module());
        this.prediction = new TaskPrediction(run.plan(), run.tools().arguments(), task, host, its.concerned());
        this.time = new TaskTimeLimit(its, run.settings().taskLimit());
        this.effects = new TaskEffects(its, run.connections().access(), action);
        this.report = new TaskReport(its, run.events(), effects);
        TaskRetries retries = new TaskRetries(its, report, time, prediction);
        this.execution = new TaskExecution(run, its, retries, effects, time, prediction);
    }

    CompletedTask carryOut() throws InterruptedException {
        return SecretUse.recording(new LinkedHashSet<>(), this::ended);
    }

    private CompletedTask ended() throws InterruptedException {
        RunHistory.Ended before = before();
        if (before != null && !action.steersRun()) {
            return recall(before);
        }
        report.started();
        TaskResult result = result();
        Outcome outcome = prediction.marked(report.outcome(result, time.started()));
        report.ended(result, outcome);
        return new CompletedTask(result, outcome, prediction.isPendingChange(), false, SecretUse.soFar());
    }

    private RunHistory.@Nullable Ended before() throws InterruptedException {
        RunHistory history = run.resumption().history();
        String key = its.ref().key();
        String host = its.host().name();
        if (its.purpose().isTrial() || !history.isElsewhere(host)) {
            return history.task(key, host);
        }
        RunHistory.Ended elsewhere = history.awaitTask(key, host);
        if (elsewhere == null) { // taken over: now it is this process that starts it
            run.events().publish(new Event.TaskStarted(its.ref(), List.of(host)));
        } else if (!action.steersRun()) {
            run.events().relay(history.reports(key, host));
        }
        return elsewhere;
    }

    private TaskResult result() throws InterruptedException {
        String doubt = run.plan().doubts().of(its.host());
        if (doubt != null) {
            return prediction.unknown(doubt, its.scope());
        }
        Loop loop = its.task().control().loop();
        if (loop == null) {
            return execution.carryOut(Map.of(), 0);
        }
        Map<Integer, RunHistory.Ended> before = run.resumption()
                .history()
                .iterations(its.ref().key(), its.host().name());
        return new TaskLoop(loop, its, execution, effects, report, time, prediction).carryOut(before);
    }

    /** Uses the result of a task that ended before the run was interrupted, instead of executing the task again. */
    private CompletedTask recall(RunHistory.Ended before) {
        TaskResult result = effects.recall(before);
        boolean ignores = its.isSet(result.unreachable() ? Keyword.IGNORE_UNREACHABLE : Keyword.IGNORE_ERRORS);
        Outcome outcome = ignores ? before.outcome() : its.purpose().meant(before.outcome());
        boolean recalled = !run.resumption()
                .history()
                .isOfThisLeg(its.ref().key(), its.host().name());
        return new CompletedTask(result, outcome, false, recalled, SecretUse.soFar());
    }
}
