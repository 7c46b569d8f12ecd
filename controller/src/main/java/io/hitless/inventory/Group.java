package io.hitless.inventory;

import io.hitless.yaml.YamlNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A group of hosts. Like a host, a group is identified by its name within one inventory, and it refers to other groups
 * and hosts by name.
 *
 * @param vars its variables as written in the inventory files, in order
 * @param hosts its direct hosts, in order
 * @param depth the length of the longest path to it from {@code all}, which has depth 0; deeper groups take precedence
 * @param priority {@code ansible_group_priority}, 1 by default: among groups of the same depth, a higher priority takes
 *     precedence, then a later name
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
