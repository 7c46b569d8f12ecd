package io.hitless.run.result;

import io.hitless.event.Outcome;
import java.util.Set;

/**
 * How a task ended on a host: the result for variables and conditions, and the outcome that is shown.
 *
 * @param unmade whether a change was predicted and not made: only in a plan
 * @param recalled whether it ended before the run was cut off
 * @param secrets what was used of them
 */
public record CompletedTask(TaskResult answer, Outcome outcome, boolean unmade, boolean recalled, Set<String> secrets) {
    public CompletedTask {
        secrets = Set.copyOf(secrets);
    }
}
