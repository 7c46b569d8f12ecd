package io.hitless.inventory;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What {@code hitless inventory} shows, in the shapes of {@code ansible-inventory}. */
public final class InventoryListing {
    private final Inventory inventory;
    private final Function<Host, Map<String, @Nullable Object>> vars;

    /** @param vars the variables to show of a host, merged and as plain values */
    public InventoryListing(Inventory inventory, Function<Host, Map<String, @Nullable Object>> vars) {
        this.inventory = inventory;
        this.vars = vars;
    }

    /**
     * {@code --list}: for each group {@code hosts} and {@code children}, and {@code _meta.hostvars}; what is empty is
     * left out, keys are sorted, names in lists keep their order. The output is what an inventory script prints, so it
     * can be read again.
     */
    public Map<String, @Nullable Object> list() {
        Map<String, @Nullable Object> hostvars = new TreeMap<>();
        for (Host host : inventory.hosts().values()) {
            Map<String, @Nullable Object> its = vars.apply(host);
            if (!its.isEmpty()) {
                hostvars.put(host.name(), new TreeMap<>(its));
            }
        }
        Map<String, @Nullable Object> out = new TreeMap<>();
        out.put("_meta", new TreeMap<>(Map.of("hostvars", hostvars)));
        for (Group group : inventory.groups().values()) {
            Map<String, @Nullable Object> its = new TreeMap<>();
            List<String> children = group.children();
            if (!children.isEmpty()) {
                its.put("children", children);
            }
            if (!group.name().equals(Group.ALL) && !group.hosts().isEmpty()) {
                its.put("hosts", group.hosts());
            }
            if (!its.isEmpty()) {
                out.put(group.name(), its);
            }
        }
        return out;
    }

    /** {@code --host}: the variables of one host, sorted. */
    public Map<String, @Nullable Object> host(Host host) {
        return new TreeMap<>(vars.apply(host));
    }

    /** {@code --graph}: the tree of groups below {@code top} with their hosts, a line each. */
    public List<String> graph(Group top) {
        List<String> lines = new ArrayList<>();
        lines.add("@" + top.name() + ":");
        below(top, "  |", lines);
        return lines;
    }

    private void below(Group group, String indent, List<String> lines) {
        for (String child : group.children()) {
            lines.add(indent + "--@" + child + ":");
            below(Objects.requireNonNull(inventory.group(child)), indent + "  |", lines);
        }
        if (!group.name().equals(Group.ALL)) {
            group.hosts().forEach(host -> lines.add(indent + "--" + host));
        }
    }
}
