package io.hitless.report.export;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The facts about a run that are known before it starts.
 *
 * @param kind the command: {@code rollout}, {@code drift}, {@code plan}, {@code exec}
 * @param check whether the run changes nothing on hosts
 * @param limit the {@code --limit} as given; null for all hosts
 * @param started when this process started the run
 * @param user the login name; {@code alice as root} through sudo
 * @param version the version of hitless
 */
public record RunMetadata(
        String id,
        String kind,
        boolean check,
        List<String> playbooks,
        List<String> inventories,
        @Nullable String limit,
        Instant started,
        String user,
        String bastion,
        String version) {
    public RunMetadata {
        playbooks = List.copyOf(playbooks);
        inventories = List.copyOf(inventories);
    }
}
