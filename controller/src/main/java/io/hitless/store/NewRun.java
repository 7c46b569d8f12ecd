package io.hitless.store;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * A run that is about to begin, for its record.
 *
 * @param git may still be being asked for; it is written down when it is there
 * @param fingerprint of all inputs; it too may come later
 * @param caller who begins it
 * @param scope what it is about
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

    /** One of all tasks of its playbooks, with their variables as they are written. */
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
