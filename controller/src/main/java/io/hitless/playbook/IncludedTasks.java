package io.hitless.playbook;

import java.nio.file.Path;
import java.util.List;

/**
 * What an {@code include_tasks} brings.
 *
 * @param steps to run now
 * @param handlers of roles that these import: they can be notified from now on
 */
public record IncludedTasks(Path file, List<Step> steps, List<Handler> handlers) {
    public IncludedTasks {
        steps = List.copyOf(steps);
        handlers = List.copyOf(handlers);
    }
}
