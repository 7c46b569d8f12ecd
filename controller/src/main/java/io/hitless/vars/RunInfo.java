package io.hitless.vars;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The facts about the run that playbooks can read.
 *
 * @param check {@code ansible_check_mode}
 * @param diff {@code ansible_diff_mode}
 * @param verbosity number of {@code -v}
 * @param forks number of hosts at a time
 * @param tags as given, or {@code all} by default
 * @param inventorySources as given
 * @param limit as given, or null
 * @param configFile {@code ansible.cfg}, or null
 * @param connection the settings of hosts that set none themselves
 */
public record RunInfo(
        boolean check,
        boolean diff,
        int verbosity,
        int forks,
        List<String> tags,
        List<String> skipTags,
        List<String> inventorySources,
        @Nullable String limit,
        @Nullable Path configFile,
        ConnectionDefaults connection) {
    public RunInfo {
        tags = List.copyOf(tags);
        skipTags = List.copyOf(skipTags);
        inventorySources = List.copyOf(inventorySources);
    }

    /** Returns the facts of a run without any options. */
    public static RunInfo plain() {
        return new RunInfo(
                false, false, 0, 5, List.of("all"), List.of(), List.of(), null, null, ConnectionDefaults.USUAL);
    }
}
