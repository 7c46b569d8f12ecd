package io.hitless.run.rollback;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The result of a rollback on one host.
 *
 * @param restored files and the like that were restored
 * @param removed files and the like that were removed, as they did not exist before
 * @param services the services that were restored, with their state
 * @param notUndone what can't be undone: commands, and changes on other hosts
 * @param handlers the handlers that ran afterwards, as the changes had notified them
 * @param problem what went wrong, or null
 */
public record RollbackResult(
        String host,
        List<String> restored,
        List<String> removed,
        List<String> services,
        List<String> notUndone,
        List<String> handlers,
        @Nullable String problem) {
    public RollbackResult {
        restored = List.copyOf(restored);
        removed = List.copyOf(removed);
        services = List.copyOf(services);
        notUndone = List.copyOf(notUndone);
        handlers = List.copyOf(handlers);
    }

    /** There was nothing to undo. */
    public static RollbackResult nothing(String host) {
        return new RollbackResult(host, List.of(), List.of(), List.of(), List.of(), List.of(), null);
    }

    /** Whether there was nothing to undo. */
    public boolean isNothing() {
        return restored.isEmpty() && removed.isEmpty() && services.isEmpty() && notUndone.isEmpty() && problem == null;
    }
}
