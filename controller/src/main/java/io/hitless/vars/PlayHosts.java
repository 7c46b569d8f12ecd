package io.hitless.vars;

import java.util.List;
import java.util.function.Supplier;

/**
 * The names of a play's hosts, as they are at the time of each call.
 *
 * @param all {@code ansible_play_hosts_all}
 * @param remaining hosts that have not failed: {@code ansible_play_hosts}
 * @param batch hosts of the current batch that have not failed: {@code ansible_play_batch}
 */
public record PlayHosts(Supplier<List<String>> all, Supplier<List<String>> remaining, Supplier<List<String>> batch) {
    /** Returns hosts that never fail, in one batch. */
    public static PlayHosts of(List<String> hosts) {
        List<String> fixed = List.copyOf(hosts);
        return new PlayHosts(() -> fixed, () -> fixed, () -> fixed);
    }
}
