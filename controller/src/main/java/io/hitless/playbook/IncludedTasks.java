package io.hitless.playbook;

import java.nio.file.Path;
import java.util.List;

/**
 * The content of an {@code include_tasks}.
 *
 * @param steps the steps to run now
 * @param handlers handlers of roles that the steps import; they can be notified from now on
 */
public record IncludedTasks(Path file, List<Step> steps, List<Handler> handlers) {
    public IncludedTasks {
        steps = List.copyOf(steps);
        handlers = List.copyOf(handlers);
    }
}
