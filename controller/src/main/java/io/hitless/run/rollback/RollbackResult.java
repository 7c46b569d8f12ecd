package io.hitless.run.rollback;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of undoing a run on a host.
 *
 * @param restored files and the like that are as before
 * @param removed those that are gone, as they were not there before
 * @param services what services were brought back to
 * @param notUndone what can't be undone: commands, what was done on other hosts
 * @param handlers those that were run afterwards, as the changes had notified them
 * @param trouble what went wrong, or null
 */
public record RollbackResult(
        String host,
        List<String> restored,
        List<String> removed,
        List<String> services,
        List<String> notUndone,
        List<String> handlers,
        @Nullable String trouble) {
    public RollbackResult {
        restored = List.copyOf(restored);
        removed = List.copyOf(removed);
        services = List.copyOf(services);
        notUndone = List.copyOf(notUndone);
        handlers = List.copyOf(handlers);
    }

    /** Nothing was to be undone. */
    public static RollbackResult nothing(String host) {
        return new RollbackResult(host, List.of(), List.of(), List.of(), List.of(), List.of(), null);
    }

    /** Whether there was nothing to undo. */
    public boolean isNothing() {
        return restored.isEmpty() && removed.isEmpty() && services.isEmpty() && notUndone.isEmpty() && trouble == null;
    }
}
