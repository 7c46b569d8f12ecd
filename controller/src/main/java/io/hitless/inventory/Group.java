package io.hitless.inventory;

import io.hitless.yaml.YamlNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A group of hosts. Like a host, it is its name within one inventory; the other groups and hosts it knows are names
 * too.
 *
 * @param vars its variables as the inventory files write them, in order
 * @param hosts the hosts it names itself, in order
 * @param depth the longest way down to it from {@code all}, which has depth 0; deeper groups win
 * @param priority {@code ansible_group_priority}, 1 unless set: among groups of one depth the higher wins, then the
 *     later name
 */
public record Group(
        String name,
        Map<String, YamlNode> vars,
        List<String> hosts,
        List<String> children,
        List<String> parents,
        int depth,
        int priority) {
    public static final String ALL = "all";
    public static final String UNGROUPED = "ungrouped";

    /** @throws io.hitless.source.UserError if {@link InventoryName} does not allow the name */
    public Group {
        InventoryName.checked("group", name);
        vars = Collections.unmodifiableMap(new LinkedHashMap<>(vars));
        hosts = List.copyOf(hosts);
        children = List.copyOf(children);
        parents = List.copyOf(parents);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Group group && group.name.equals(name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public String toString() {
        return name;
    }
}
