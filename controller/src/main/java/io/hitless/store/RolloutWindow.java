package io.hitless.store;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The period in which a rollout may have changed its hosts.
 *
 * @param hosts null if the run did not record them: any host may be affected
 * @param end null if it did not record it: it is still running, or was interrupted
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
