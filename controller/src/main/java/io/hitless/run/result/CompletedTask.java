package io.hitless.run.result;

import io.hitless.event.Outcome;
import java.util.Set;

/**
 * The end of a task on a host: the result for variables and conditions, and the outcome that is shown.
 *
 * @param pendingChange whether a change was predicted but not made; only in a plan
 * @param recalled whether the task ended before the run was interrupted: its time does not count
 * @param secrets the secrets that the task used
 */
public record CompletedTask(
        TaskResult result, Outcome outcome, boolean pendingChange, boolean recalled, Set<String> secrets) {
    public CompletedTask {
        secrets = Set.copyOf(secrets);
    }
}
