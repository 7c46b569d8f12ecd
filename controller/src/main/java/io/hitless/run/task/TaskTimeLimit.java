package io.hitless.run.task;

import io.hitless.playbook.Keyword;
import io.hitless.run.step.KeywordResolver;
import io.hitless.source.UserError;
import io.hitless.template.eval.Scope;
import io.hitless.value.ComputeLimits;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The remaining time of a task on its host, from its own limit and from the host's remaining time. */
final class TaskTimeLimit {
    private final AssignedTask its;
    private final Duration usual;
    private final long started = System.nanoTime();

    /** @param usual the time limit of tasks that set none */
    TaskTimeLimit(AssignedTask its, Duration usual) {
        this.its = its;
        this.usual = usual;
    }

    long started() {
        return started;
    }

    /** Returns the remaining time of the host, or null if it is unlimited. */
    @Nullable
    Duration left() {
        return its.host().time().left(started);
    }

    /** Returns whether the host has used up its time. */
    boolean isOver() {
        Duration left = left();
        return left != null && !left.isPositive();
    }

    /** Runs a computation for the task. It may take as long as one attempt of the task. */
    <R extends @Nullable Object, X extends Throwable> R within(Scope scope, ScopedValue.CallableOp<R, X> work)
            throws X {
        return ComputeLimits.within(ofOneTry(scope), work);
    }

    private ComputeLimits.Limit ofOneTry(Scope scope) {
        Double seconds;
        try {
            seconds = new KeywordResolver(its.task().settings(), () -> scope).number(Keyword.TIMEOUT);
        } catch (UserError _) {
            seconds = null; // reported when the task is prepared
        }
        Duration limit = seconds == null || seconds <= 0 ? usual : Duration.ofMillis((long) (seconds * 1000));
        Duration left = left();
        return ComputeLimits.Limit.of(left == null || left.compareTo(limit) > 0 ? limit : left);
    }
}
