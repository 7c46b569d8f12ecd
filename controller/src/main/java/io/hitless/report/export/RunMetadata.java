package io.hitless.report.export;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which run is told of: what is known of it before it begins.
 *
 * @param kind the command that began it: {@code rollout}, {@code drift}, {@code plan}, {@code exec}
 * @param check whether hosts are left as they are
 * @param limit the hosts that it was narrowed to, as given; null for all of its plays' hosts
 * @param started when this process began with it
 * @param user who, and as whom, if that is another
 * @param version of hitless
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
