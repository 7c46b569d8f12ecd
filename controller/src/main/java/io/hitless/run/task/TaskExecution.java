package io.hitless.run.task;

import io.hitless.agent.Result;
import io.hitless.event.ResultFields;
import io.hitless.module.ModuleSpec;
import io.hitless.playbook.Task;
import io.hitless.run.plan.TaskPrediction;
import io.hitless.run.result.TaskResult;
import io.hitless.run.step.CallKey;
import io.hitless.source.NotHere;
import io.hitless.source.UserError;
import io.hitless.template.Expression;
import io.hitless.template.eval.Scope;
import io.hitless.value.UnknownValueError;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Executes a task, or one iteration of its loop, on its host: checks its conditions, retries it, and applies
 * {@code changed_when} and {@code failed_when}.
 */
final class TaskExecution {
    private final TaskEnvironment run;
    private final AssignedTask its;
    private final TaskRetries retries;
    private final TaskEffects effects;
    private final TaskTimeLimit time;
    private final TaskPrediction prediction;

    TaskExecution(
            TaskEnvironment run,
            AssignedTask its,
            TaskRetries retries,
            TaskEffects effects,
            TaskTimeLimit time,
            TaskPrediction prediction) {
        this.run = run;
        this.its = its;
        this.retries = retries;
        this.effects = effects;
        this.time = time;
        this.prediction = prediction;
    }

    /**
     * @param extras the variables of the iteration
     * @param item the index of the iteration, from 0
     */
    TaskResult carryOut(Map<String, @Nullable Object> extras, int item) throws InterruptedException {
        Scope scope = its.scope(extras);
        try {
            return UnexpectedError.contained(() -> carryOut(scope, extras, item));
        } catch (UnknownValueError e) {
            return prediction.unknown(e.what(), scope);
        } catch (UserError e) {
            return prediction.assessed(TaskResult.failure(e instanceof NotHere ? e.line() : e.getMessage()));
        }
    }

    private TaskResult carryOut(Scope scope, Map<String, @Nullable Object> extras, int item)
            throws InterruptedException {
        Expression wrong = time.within(
                scope, () -> Expression.firstFalse(its.task().settings().when(), scope));
        if (wrong != null) {
            return TaskResult.skippedBy(wrong);
        }
        TaskResult result = prediction.assessed(
                retries.untilGood(scope, extras, (number, counted) -> judgedTry(scope, extras, item, number, counted)));
        result.checkSize();
        if (!result.failed()) {
            effects.learnFacts(result.fields());
        }
        return result;
    }

    private TaskResult judgedTry(
            Scope scope, Map<String, @Nullable Object> extras, int item, int number, boolean counted)
            throws InterruptedException {
        TaskResult tried = time.within(scope, () -> tryOnce(scope, item, number));
        TaskResult result = counted ? tried.with("attempts", (long) number) : tried;
        return time.within(scope, () -> judged(result, extras));
    }

    /** Returns the module's result. It may say that the host was lost, or that the call took too long. */
    private TaskResult tryOnce(Scope scope, int item, int number) throws InterruptedException {
        if (time.isOver()) {
            return TaskResult.failure("the time for it is over");
        }
        Task task = its.task();
        CallKey key = new CallKey(its.ref().key(), item, number, its.host().name());
        TaskCall call = new CallPreparation(run, its, scope, time.left(), key).prepare();
        effects.calls(call);
        prediction.called(call.predicted());
        if (prediction.skipsPause()) {
            return TaskResult.of(Result.ok(false, Map.of()));
        }
        if (prediction.isOn() && task.module().name().equals("async_status")) {
            throw new UnknownValueError(task.span(), "it asks for a job, and nothing starts one now");
        }
        if (call.check() && task.module().check() == ModuleSpec.Check.NONE) {
            return TaskResult.of(
                    Result.skipped("module '" + task.action() + "' cannot tell in check mode what it would do"));
        }
        TaskResult result = call.carryOut();
        if (!call.check() && !its.purpose().looks() && (result.changed() || result.failed() || result.unreachable())) {
            effects.mayHaveChanged(call.become());
        }
        return result;
    }

    /** Applies {@code changed_when} and {@code failed_when}, which override the module's own result. */
    private TaskResult judged(TaskResult result, Map<String, @Nullable Object> extras) {
        if (result.skipped() || result.unreachable()) {
            return result;
        }
        Task.ResultRules rules = its.task().resultRules();
        TaskResult judged =
                ruled(result, rules.changedWhen(), ResultFields.CHANGED_WHEN_RESULT, extras, result::withChanged);
        return ruled(
                judged,
                rules.failedWhen(),
                ResultFields.FAILED_WHEN_RESULT,
                extras,
                failed -> judged.withFailed(failed).with(ResultFields.FAILED_WHEN_RESULT, failed));
    }

    /**
     * Applies a rule to a result. If the rule cannot be evaluated, the result fails but keeps its other fields, since
     * the module has run.
     */
    private TaskResult ruled(
            TaskResult result,
            List<Expression> conditions,
            String field,
            Map<String, @Nullable Object> extras,
            Function<Boolean, TaskResult> ruling) {
        if (conditions.isEmpty()) {
            return result;
        }
        Scope scope = its.scope(extras, result);
        try {
            return ruling.apply(conditions.stream().allMatch(condition -> condition.holds(scope)));
        } catch (UnknownValueError e) {
            throw e;
        } catch (UserError e) {
            return result.withFailed(true).with(field, e.getMessage()).with(ResultFields.MSG, e.getMessage());
        }
    }
}
