package io.hitless.inventory;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The hosts a pattern picked, each once, in order.
 *
 * @param unmatched the parts of the pattern that matched nothing; Ansible warns "Could not match supplied host pattern"
 *     of each
 */
public record Selection(List<Host> hosts, List<String> unmatched) {
    public Selection {
        hosts = List.copyOf(hosts);
        unmatched = List.copyOf(unmatched);
    }

    /**
     * Those of these hosts that {@code limit} picked too, in the order they have here; what was unmatched by either.
     */
    public Selection limitedTo(Selection limit) {
        Set<Host> wanted = new HashSet<>(limit.hosts);
        return new Selection(
                hosts.stream().filter(wanted::contains).toList(),
                Stream.concat(unmatched.stream(), limit.unmatched.stream())
                        .distinct()
                        .toList());
    }
}
