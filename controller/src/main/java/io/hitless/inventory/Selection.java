package io.hitless.inventory;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The hosts that a pattern selects, each once, in order.
 *
 * @param unmatched the parts of the pattern that match nothing; for each of these Ansible warns "Could not match
 *     supplied host pattern"
 */
public record Selection(List<Host> hosts, List<String> unmatched) {
    public Selection {
        hosts = List.copyOf(hosts);
        unmatched = List.copyOf(unmatched);
    }

    /**
     * Returns the hosts that {@code limit} selects, too, in the order of this selection, and the unmatched parts of
     * both.
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
