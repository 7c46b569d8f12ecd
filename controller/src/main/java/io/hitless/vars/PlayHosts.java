package io.hitless.vars;

import java.util.List;
import java.util.function.Supplier;

/**
 * The names of a play's hosts, as they stand when asked for.
 *
 * @param all {@code ansible_play_hosts_all}
 * @param remaining those that have not failed: {@code ansible_play_hosts}
 * @param batch those of the current batch that have not failed: {@code ansible_play_batch}
 */
public record PlayHosts(Supplier<List<String>> all, Supplier<List<String>> remaining, Supplier<List<String>> batch) {
    /** Hosts that never fail, in one batch. */
    public static PlayHosts of(List<String> hosts) {
        List<String> fixed = List.copyOf(hosts);
        return new PlayHosts(() -> fixed, () -> fixed, () -> fixed);
    }
}
