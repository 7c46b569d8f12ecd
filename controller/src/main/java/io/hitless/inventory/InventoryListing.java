package io.hitless.inventory;

import io.hitless.value.Redactor;
import io.hitless.value.TaggedText;
import io.hitless.value.Values;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The output of {@code hitless inventory}, in the formats of {@code ansible-inventory}. */
public final class InventoryListing {
    private static final String CHILDREN = "children";
    private static final String HOSTS = "hosts";
    private static final String VARS = "vars";

    private final Inventory inventory;
    private final PlainVars vars;
    private final boolean export;
    private final Predicate<String> limit;

    /**
     * @param export whether variables are shown where they are defined, rather than at each host that they apply to
     * @param limit selects the hosts to show; graphs show all hosts
     */
    public InventoryListing(Inventory inventory, PlainVars vars, boolean export, Predicate<String> limit) {
        this.inventory = inventory;
        this.vars = vars;
        this.export = export;
        this.limit = limit;
    }

    /** Creates a listing of all hosts, each with all variables that apply to it. */
    public InventoryListing(Inventory inventory, PlainVars vars) {
        this(inventory, vars, false, _ -> true);
    }

    /**
     * Returns the output of {@code --list}: {@code hosts} and {@code children} of each group, and
     * {@code _meta.hostvars}, without empty entries; names in lists keep their order. Inventory scripts print the same
     * format, so it can be read again.
     */
    public Map<String, @Nullable Object> list() {
        Map<String, @Nullable Object> hostvars = new LinkedHashMap<>();
        inventory.hosts().values().stream()
                .filter(host -> limit.test(host.name()))
                .forEach(host -> putUnlessEmpty(hostvars, host.name(), host(host)));
        Map<String, @Nullable Object> out = new LinkedHashMap<>();
        out.put("_meta", Map.of("hostvars", hostvars, "profile", "inventory_legacy"));
        for (Group group : inventory.groups().values()) {
            Map<String, @Nullable Object> its = new LinkedHashMap<>();
            if (!group.children().isEmpty()) {
                its.put(CHILDREN, group.children());
            }
            List<String> hosts = hosts(group);
            if (!hosts.isEmpty() && !group.name().equals(Group.ALL)) {
                its.put(HOSTS, hosts);
            }
            putVars(its, group);
            putUnlessEmpty(out, group.name(), its);
        }
        return out;
    }

    /**
     * Returns the output of {@code --list --yaml}: a tree of groups in the format of a YAML inventory. A group or host
     * that occurs several times has its content at the first place; empty groups are left out.
     */
    public Map<String, @Nullable Object> tree() {
        Map<String, @Nullable Object> out = new LinkedHashMap<>();
        putUnlessEmpty(out, Group.ALL, tree(all(), new HashSet<>(), new HashSet<>()));
        return out;
    }

    private Map<String, @Nullable Object> tree(Group group, Set<String> seen, Set<String> groups) {
        Map<String, @Nullable Object> out = new LinkedHashMap<>();
        if (!groups.add(group.name())) {
            return out;
        }
        Map<String, @Nullable Object> children = new LinkedHashMap<>();
        // The writer sorts by name, but the variables belong to the first place in this order.
        for (String child : group.children()) {
            Map<String, @Nullable Object> below = tree(group(child), seen, groups);
            if (!below.isEmpty() || !group.name().equals(Group.ALL)) {
                children.put(child, below);
            }
        }
        putUnlessEmpty(out, CHILDREN, children);
        putUnlessEmpty(out, HOSTS, hostsWithVars(group, seen));
        putVars(out, group);
        return out;
    }

    /**
     * Returns the output of {@code --list --toml}: a table for each group. If a host is in several groups, its
     * variables are in the group that is read last.
     */
    public Map<String, @Nullable Object> tables() {
        Map<String, @Nullable Object> out = new LinkedHashMap<>();
        tables(all(), new HashSet<>(), out);
        out.values().removeIf(its -> its instanceof Map<?, ?> table && table.isEmpty());
        return out;
    }

    private void tables(Group group, Set<String> seen, Map<String, @Nullable Object> out) {
        Map<String, @Nullable Object> its = new LinkedHashMap<>();
        out.put(group.name(), its);
        List<String> children = group.children().stream()
                .filter(child -> !child.equals(Group.UNGROUPED))
                .toList();
        if (!group.name().equals(Group.ALL) && !children.isEmpty()) {
            its.put(CHILDREN, children);
        }
        group.children().forEach(child -> tables(group(child), seen, out));
        putUnlessEmpty(its, HOSTS, hostsWithVars(group, seen));
        putVars(its, group);
    }

    private Map<String, @Nullable Object> hostsWithVars(Group group, Set<String> seen) {
        Map<String, @Nullable Object> hosts = new LinkedHashMap<>();
        if (!group.name().equals(Group.ALL)) {
            hosts(group).forEach(name -> hosts.put(name, seen.add(name) ? host(host(name)) : new LinkedHashMap<>()));
        }
        return hosts;
    }

    private void putVars(Map<String, @Nullable Object> into, Group group) {
        if (export) {
            putUnlessEmpty(into, VARS, vars.own(group));
        }
    }

    private static void putUnlessEmpty(
            Map<String, @Nullable Object> into, String key, Map<String, @Nullable Object> value) {
        if (!value.isEmpty()) {
            into.put(key, value);
        }
    }

    private List<String> hosts(Group group) {
        return group.hosts().stream().filter(limit).toList();
    }

    private Group all() {
        return group(Group.ALL);
    }

    private Group group(String name) {
        return Objects.requireNonNull(inventory.group(name));
    }

    private Host host(String name) {
        return Objects.requireNonNull(inventory.host(name));
    }

    /** Returns the output of {@code --host}: the variables of one host. */
    public Map<String, @Nullable Object> host(Host host) {
        return export ? vars.own(host) : vars.merged(host);
    }

    /**
     * Returns the output of {@code --graph}: the tree of groups below {@code top} with their hosts, one line each.
     *
     * @param withVars whether to list the variables of hosts and groups below them
     */
    public List<String> graph(Group top, boolean withVars) {
        List<String> lines = new ArrayList<>();
        lines.add("@" + top.name() + ":");
        below(top, "  |", withVars, lines);
        return lines;
    }

    private void below(Group group, String indent, boolean withVars, List<String> lines) {
        for (String child : group.children()) {
            lines.add(indent + "--@" + child + ":");
            below(group(child), indent + "  |", withVars, lines);
        }
        if (!group.name().equals(Group.ALL)) {
            for (String name : group.hosts()) {
                lines.add(indent + "--" + name);
                if (withVars) {
                    vars(vars.merged(host(name)), indent + "  |", lines);
                }
            }
        }
        if (withVars) {
            vars(vars.own(group), indent, lines);
        }
    }

    private static void vars(Map<String, @Nullable Object> vars, String indent, List<String> lines) {
        new TreeMap<>(vars).forEach((name, value) -> lines.add(indent + "--{" + name + " = " + shown(value) + "}"));
    }

    private static String shown(@Nullable Object value) {
        return value instanceof TaggedText ? Redactor.MASK : Values.text(value);
    }
}
