package io.hitless.playbook;

import io.hitless.template.Expression;
import io.hitless.template.Template;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Repeats a task until a condition is true.
 *
 * @param until conditions that must all be true; empty: until the task does not fail
 * @param retries the number of repetitions, 3 if null
 * @param delay seconds between attempts, 5 if null
 */
public record Retry(
        List<Expression> until,
        @Nullable Template retries,
        @Nullable Template delay) {
    public Retry {
        until = List.copyOf(until);
    }
}
