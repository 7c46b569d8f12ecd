package io.hitless.run.result;

import io.hitless.event.Outcome;
import java.util.Set;

/**
 * How a task ended on a host: the result for variables and conditions, and the outcome that is shown.
 *
 * @param pendingChange whether a change was predicted and not made: only in a plan
 * @param recalled whether it ended before the run was cut off
 * @param secrets those that it used
 */
public record CompletedTask(
        TaskResult result, Outcome outcome, boolean pendingChange, boolean recalled, Set<String> secrets) {
    public CompletedTask {
        secrets = Set.copyOf(secrets);
    }
}
