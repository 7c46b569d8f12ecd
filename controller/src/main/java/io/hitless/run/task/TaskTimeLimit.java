package io.hitless.run.task;

import io.hitless.playbook.Keyword;
import io.hitless.run.step.KeywordResolver;
import io.hitless.source.UserError;
import io.hitless.template.eval.Scope;
import io.hitless.value.ComputeLimits;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How long a task may take on its host, from now on: by its own limit, and by what the host has left. */
final class TaskTimeLimit {
    private final AssignedTask its;
    private final Duration usual;
    private final long started = System.nanoTime();

    /** @param usual that of a task which sets none */
    TaskTimeLimit(AssignedTask its, Duration usual) {
        this.its = its;
        this.usual = usual;
    }

    long started() {
        return started;
    }

    /** How long the host may still take; null where nothing limits it. */
    @Nullable
    Duration left() {
        return its.host().time().left(started);
    }

    /** Whether the host has taken longer than it may. */
    boolean isOver() {
        Duration left = left();
        return left != null && !left.isPositive();
    }

    /** What is computed for the task may take as long as one try of it. */
    <R extends @Nullable Object, X extends Throwable> R within(Scope scope, ScopedValue.CallableOp<R, X> work)
            throws X {
        return ComputeLimits.within(ofOneTry(scope), work);
    }

    private ComputeLimits.Limit ofOneTry(Scope scope) {
        Double seconds;
        try {
            seconds = new KeywordResolver(its.task().settings(), () -> scope).number(Keyword.TIMEOUT);
        } catch (UserError _) {
            seconds = null; // reported when the task is made ready
        }
        Duration limit = seconds == null || seconds <= 0 ? usual : Duration.ofMillis((long) (seconds * 1000));
        Duration left = left();
        return ComputeLimits.Limit.of(left == null || left.compareTo(limit) > 0 ? limit : left);
    }
}
