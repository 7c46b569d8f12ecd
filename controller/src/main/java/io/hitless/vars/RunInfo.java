package io.hitless.vars;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What playbooks can ask of the run itself.
 *
 * @param check {@code ansible_check_mode}
 * @param diff {@code ansible_diff_mode}
 * @param verbosity how many {@code -v}
 * @param forks hosts at a time
 * @param tags as given, {@code all} if none were
 * @param inventorySources as given
 * @param limit as given, or null
 * @param configFile {@code ansible.cfg}, or null
 * @param connection how hosts are reached that say nothing
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

    /** A run without any options. */
    public static RunInfo plain() {
        return new RunInfo(
                false, false, 0, 5, List.of("all"), List.of(), List.of(), null, null, ConnectionDefaults.USUAL);
    }
}
