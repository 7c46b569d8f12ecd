package io.hitless.run.task;

import io.hitless.event.ResultFields;
import io.hitless.playbook.Retry;
import io.hitless.run.plan.TaskPrediction;
import io.hitless.run.result.TaskResult;
import io.hitless.template.Template;
import io.hitless.template.eval.Scope;
import io.hitless.vars.Omit;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Repeats a task until it succeeds: {@code until}, {@code retries} and {@code delay}. */
final class TaskRetries {
    private static final int DEFAULT_RETRIES = 3;
    private static final double DEFAULT_DELAY_SECONDS = 5;

    /** One attempt of the task. */
    @FunctionalInterface
    interface Try {
        /**
         * @param number the number of the attempt, from 1
         * @param counted whether the result contains the number, which conditions can read, too
         */
        TaskResult make(int number, boolean counted) throws InterruptedException;
    }

    private final AssignedTask its;
    private final TaskReport report;
    private final TaskTimeLimit time;
    private final TaskPrediction prediction;

    TaskRetries(AssignedTask its, TaskReport report, TaskTimeLimit time, TaskPrediction prediction) {
        this.its = its;
        this.report = report;
        this.time = time;
        this.prediction = prediction;
    }

    /** Returns the first successful result, or the last one. */
    TaskResult untilGood(Scope scope, Map<String, @Nullable Object> extras, Try attempt) throws InterruptedException {
        Retry retry = its.task().control().retry();
        if (retry == null || isOmitted(retry, scope)) {
            return attempt.make(1, false);
        }
        if (prediction.isOn()) {
            TaskResult first = attempt.make(1, false);
            return isFinal(first) || isGood(first, retry, extras)
                    ? first
                    : TaskResult.unknown("it is tried again until it is well, and is not as things are now");
        }
        int retries = Math.max(0, (int) number(retry.retries(), scope, DEFAULT_RETRIES));
        if (retries == 0) { // as in Ansible, until is not evaluated then
            return attempt.make(1, false);
        }
        double delay = number(retry.delay(), scope, DEFAULT_DELAY_SECONDS);
        for (int tried = 1; ; tried++) {
            long began = System.nanoTime();
            TaskResult result = attempt.make(tried, true);
            if (isFinal(result)) {
                return result;
            }
            if (isGood(result, retry, extras)) {
                return result;
            }
            if (tried > retries || time.isOver()) {
                return exhausted(result.with("attempts", (long) retries));
            }
            report.retrying(retries - tried + 1, result, began);
            Duration left = time.left();
            Pauses.seconds(left == null ? delay : Math.min(delay, left.toMillis() / 1000.0));
        }
    }

    private static boolean isOmitted(Retry retry, Scope scope) {
        return retry.until().isEmpty()
                && retry.retries() != null
                && Omit.is(retry.retries().resolve(scope));
    }

    /** It has failed, unless {@code failed_when} says otherwise: then only the field does. */
    private TaskResult exhausted(TaskResult result) {
        return its.task().resultRules().failedWhen().isEmpty()
                ? result.withFailed(true)
                : result.with(ResultFields.FAILED, true);
    }

    private static boolean isFinal(TaskResult result) {
        return result.skipped() || result.unreachable();
    }

    private boolean isGood(TaskResult result, Retry retry, Map<String, @Nullable Object> extras) {
        if (retry.until().isEmpty()) {
            return !result.failed();
        }
        Scope scope = its.scope(extras, result);
        return retry.until().stream().allMatch(condition -> condition.holds(scope));
    }

    private static double number(@Nullable Template written, Scope scope, double fallback) {
        Object value = written == null ? null : written.resolve(scope);
        return Pauses.number(Omit.is(value) ? null : value, fallback);
    }
}
