package io.hitless.store;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * What is recorded about a run when it starts.
 *
 * @param git may still be running; it is written when it is known
 * @param fingerprint of all inputs; also written when it is known
 * @param caller who starts it
 * @param scope the playbooks, inventory and tasks
 */
public record NewRun(
        RunId id,
        String kind,
        boolean check,
        Path directory,
        List<String> playbooks,
        List<String> inventories,
        @Nullable Future<@Nullable GitState> git,
        @Nullable Future<String> fingerprint,
        String version,
        Invoker caller,
        RunScope scope) {
    public NewRun {
        playbooks = List.copyOf(playbooks);
        inventories = List.copyOf(inventories);
    }

    /** A run of all tasks, without extra variables. */
    public NewRun(
            RunId id,
            String kind,
            boolean check,
            Path directory,
            List<String> playbooks,
            List<String> inventories,
            @Nullable Future<@Nullable GitState> git,
            @Nullable Future<String> fingerprint,
            String version,
            Invoker caller) {
        this(
                id,
                kind,
                check,
                directory,
                playbooks,
                inventories,
                git,
                fingerprint,
                version,
                caller,
                RunScope.of(directory, playbooks, inventories, List.of(), List.of()));
    }
}
