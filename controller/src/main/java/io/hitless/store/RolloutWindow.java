package io.hitless.store;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A time in which a rollout was at its hosts.
 *
 * @param hosts null where the run never told: any may be among them
 * @param end null if it did not say: it is at it still, or was cut off
 */
public record RolloutWindow(
        @Nullable Set<String> hosts,
        Instant begin,
        @Nullable Instant end) {
    public RolloutWindow {
        hosts = hosts == null ? null : Set.copyOf(hosts);
    }

    public boolean isOf(String host) {
        return hosts == null || hosts.contains(host);
    }
}
