package io.hitless.run.task;

import io.hitless.playbook.Loop;
import io.hitless.run.plan.TaskPrediction;
import io.hitless.run.result.LoopResult;
import io.hitless.run.result.TaskResult;
import io.hitless.run.resume.RunHistory;
import io.hitless.run.step.LoopIterations;
import io.hitless.source.UserError;
import io.hitless.template.Expression;
import io.hitless.template.Template;
import io.hitless.template.eval.Scope;
import io.hitless.value.Undefined;
import io.hitless.value.UnknownValueError;
import io.hitless.value.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Executes a task for each item of its loop. */
final class TaskLoop {
    private final Loop loop;
    private final AssignedTask its;
    private final TaskExecution execution;
    private final TaskEffects effects;
    private final TaskReport report;
    private final TaskTimeLimit time;
    private final TaskPrediction prediction;

    TaskLoop(
            Loop loop,
            AssignedTask its,
            TaskExecution execution,
            TaskEffects effects,
            TaskReport report,
            TaskTimeLimit time,
            TaskPrediction prediction) {
        this.loop = loop;
        this.its = its;
        this.execution = execution;
        this.effects = effects;
        this.report = report;
        this.time = time;
        this.prediction = prediction;
    }

    /** @param before the iterations that ended before the run was interrupted, by index */
    TaskResult carryOut(Map<Integer, RunHistory.Ended> before) throws InterruptedException {
        Scope scope = its.scope();
        LoopIterations iterations;
        try {
            iterations = UnexpectedError.contained(() -> time.within(
                    its.scope(), () -> LoopIterations.of(loop, loop.items().of(scope), scope)));
        } catch (UserError e) {
            return withoutItems(e, scope);
        }
        List<TaskResult> results = new ArrayList<>();
        for (int i = 0; i < iterations.items().size(); i++) {
            RunHistory.Ended ended = before.get(i);
            if (i > 0 && ended == null && !before.containsKey(i - 1) && loop.pause() != null && !prediction.isOn()) {
                Pauses.seconds(Pauses.number(loop.pause().resolve(scope), 0));
            }
            TaskResult result = ended == null ? item(iterations, i) : marked(effects.recall(ended), iterations, i);
            results.add(result);
            try {
                if (result.unreachable() || breaks(result, iterations.variables(i))) {
                    break;
                }
            } catch (UnknownValueError open) {
                return prediction.unknown(open.what(), scope);
            } catch (UserError e) {
                return prediction.assessed(TaskResult.failure(e.getMessage()));
            }
        }
        return LoopResult.ofLoop(results);
    }

    private boolean breaks(TaskResult result, Map<String, @Nullable Object> extras) {
        return !loop.breakWhen().isEmpty()
                && Expression.firstFalse(loop.breakWhen(), its.scope(extras, result)) == null;
    }

    private TaskResult item(LoopIterations iterations, int i) throws InterruptedException {
        long began = System.nanoTime();
        Map<String, @Nullable Object> extras = iterations.variables(i);
        TaskResult result = marked(execution.carryOut(extras, i), iterations, i);
        Object item = iterations.items().get(i);
        String label;
        try {
            label = loop.label() == null ? Values.text(item) : label(loop.label(), extras, result);
        } catch (UnknownValueError _) {
            label = Values.text(item);
        } catch (UserError e) {
            label = Values.text(item);
            result = result.unlabelled(e.getMessage());
        }
        report.itemEnded(label, result, began);
        return result;
    }

    private static TaskResult marked(TaskResult result, LoopIterations iterations, int i) {
        TaskResult marked = result;
        for (var entry : iterations.marks(i).entrySet()) {
            marked = marked.with(entry.getKey(), entry.getValue());
        }
        return marked;
    }

    /**
     * Handles a list of items that cannot be evaluated: if a condition is false, the task is skipped and the error is
     * ignored.
     */
    private TaskResult withoutItems(UserError e, Scope scope) {
        try {
            Expression wrong = Expression.firstFalse(its.task().settings().when(), scope);
            if (wrong != null) {
                return TaskResult.skippedBy(wrong);
            }
        } catch (UnknownValueError open) {
            return prediction.unknown(open.what(), scope);
        } catch (UserError _) {
            // the error of the items is reported
        }
        return e instanceof UnknownValueError
                ? prediction.unknown(e.what(), scope)
                : prediction.assessed(TaskResult.failure(e.getMessage()));
    }

    /** Returns the label of an item, which may refer to the item's registered result. */
    private String label(Template label, Map<String, @Nullable Object> extras, TaskResult result) {
        Object shown = label.resolve(its.scope(extras, result));
        if (shown instanceof Undefined missing) {
            throw missing.error().at(label.span());
        }
        return Values.text(shown);
    }
}
