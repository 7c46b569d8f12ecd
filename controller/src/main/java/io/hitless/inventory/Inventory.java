package io.hitless.inventory;

import io.hitless.source.MappedText;
import io.hitless.source.SourceFile;
import io.hitless.source.Span;
import io.hitless.yaml.YamlNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedSet;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The hosts and groups that were read. Immutable. Created by {@link InventoryReader}. */
public final class Inventory {
    /** The names of this machine. One of them can be used even if no inventory contains it. */
    static final Set<String> LOCALHOST = Set.of("localhost", "127.0.0.1", "::1");

    private static final Comparator<Group> LOWEST_FIRST = Comparator.comparingInt(Group::depth)
            .thenComparingInt(Group::priority)
            .thenComparing(Group::name);

    private final Map<String, Host> hosts;
    private final Map<String, Group> groups;
    private final List<Path> directories;
    private final Map<String, List<Host>> members = new HashMap<>();
    private final Map<String, List<Group>> groupsOfHost = new HashMap<>();
    private final VarsSources varsSources;
    private final InvalidGroupNames groupNames;
    private final List<String> warnings;

    /**
     * @param directories the directories that may contain {@code group_vars} and {@code host_vars}, lowest precedence
     *     first
     */
    Inventory(
            Collection<Host> hosts,
            Collection<Group> groups,
            List<Path> directories,
            VarsSources varsSources,
            InvalidGroupNames groupNames,
            List<String> warnings) {
        this.hosts = byName(hosts, Host::name);
        this.groups = byName(groups, Group::name);
        this.directories = List.copyOf(directories);
        this.varsSources = varsSources;
        this.groupNames = groupNames;
        this.warnings = List.copyOf(warnings);
        this.groups.values().forEach(group -> members.put(group.name(), collectMembers(group)));
        linkHosts();
    }

    private static <T> Map<String, T> byName(Collection<T> all, Function<T, String> name) {
        Map<String, T> map = new LinkedHashMap<>();
        all.forEach(one -> map.put(name.apply(one), one));
        return Collections.unmodifiableMap(map);
    }

    /** Returns the hosts in the order in which they were first named. */
    public Map<String, Host> hosts() {
        return hosts;
    }

    /** Returns the names of all hosts and groups. */
    public List<String> names() {
        return Stream.concat(hosts().keySet().stream(), groups().keySet().stream())
                .toList();
    }

    /** Returns the groups in the order in which they were first named, but {@code all} and {@code ungrouped} first. */
    public Map<String, Group> groups() {
        return groups;
    }

    /**
     * Returns the directories whose {@code group_vars} and {@code host_vars} belong to this inventory, lowest
     * precedence first.
     */
    public List<Path> directories() {
        return directories;
    }

    VarsSources varsSources() {
        return varsSources;
    }

    /** Returns the same inventory with more warnings. */
    Inventory warning(List<String> more) {
        return more.isEmpty()
                ? this
                : new Inventory(
                        hosts.values(),
                        groups.values(),
                        directories,
                        varsSources,
                        groupNames,
                        Stream.concat(more.stream(), warnings.stream()).toList());
    }

    /** Returns the warnings that Ansible gives, too: names of both a host and a group, unreadable sources. */
    public List<String> warnings() {
        return warnings;
    }

    /**
     * Returns the host with this name, or null. For {@code localhost}, {@code 127.0.0.1} and {@code ::1} it returns the
     * host with another of these names if the inventory has one, and otherwise an implicit host with
     * {@code ansible_connection: local}.
     */
    public @Nullable Host host(String name) {
        Host named = hosts.get(name);
        if (named != null || !LOCALHOST.contains(name)) {
            return named;
        }
        return hosts.values().stream()
                .filter(host -> LOCALHOST.contains(host.name()))
                .findFirst()
                .orElseGet(() -> implicit(name));
    }

    /** Returns the group with this name, or null. */
    public @Nullable Group group(String name) {
        return groups.get(name);
    }

    /**
     * Returns the hosts of a group and of all its descendants, each once: first the group's own, then those of its
     * children, level by level.
     */
    public List<Host> hostsOf(Group group) {
        return members.getOrDefault(group.name(), List.of());
    }

    /**
     * Returns the groups of a host, from the lowest to the highest precedence of their variables; {@code all} is first.
     */
    public List<Group> groupsOf(Host host) {
        List<Group> found = groupsOfHost.get(host.name());
        return found != null ? found : List.of(all());
    }

    /**
     * Returns this inventory with a host in these groups and with these variables. Missing groups are created below
     * {@code all}. Returns this object if nothing changes.
     */
    @SuppressWarnings("ReferenceEquality") // a host with nothing new is the same object
    public Inventory with(String host, List<String> intoGroups, Map<String, YamlNode> vars) {
        Host known = hosts.get(host);
        Host its = known == null ? new Host(host, vars, null, false) : known.with(vars);
        Map<String, Host> moreHosts = new LinkedHashMap<>(hosts);
        moreHosts.put(host, its);
        Map<String, Group> moreGroups = new LinkedHashMap<>(groups);
        List<String> names = intoGroups.isEmpty() && !hosts.containsKey(host) ? List.of(Group.UNGROUPED) : intoGroups;
        if (known == null) {
            // As in Ansible, the host is a direct member of 'all', and so comes before the hosts of other groups.
            RuntimeGroups.host(moreGroups, Group.ALL, host);
        }
        names.forEach(name -> RuntimeGroups.host(moreGroups, groupNames.of(name), host));
        return its == known && moreGroups.values().stream().allMatch(group -> isSame(group, groups.get(group.name())))
                ? this
                : new Inventory(
                        moreHosts.values(), moreGroups.values(), directories, varsSources, groupNames, warnings);
    }

    /**
     * Returns this inventory with a group below these parents. Missing groups are created. Returns this object if
     * nothing changes.
     */
    public Inventory withGroup(String group, List<String> parents) {
        Map<String, Group> more = new LinkedHashMap<>(groups);
        parents.forEach(parent -> RuntimeGroups.child(more, groupNames.of(parent), groupNames.of(group)));
        return more.values().stream().allMatch(each -> isSame(each, groups.get(each.name())))
                ? this
                : new Inventory(hosts.values(), more.values(), directories, varsSources, groupNames, warnings);
    }

    private static boolean isSame(Group now, @Nullable Group before) {
        return before != null
                && now.hosts().equals(before.hosts())
                && now.children().equals(before.children());
    }

    private Group all() {
        return Objects.requireNonNull(groups.get(Group.ALL));
    }

    private static Host implicit(String name) {
        Map<String, YamlNode> vars = new LinkedHashMap<>();
        vars.put("ansible_connection", made("local"));
        ImplicitPython.path().ifPresent(path -> vars.put("ansible_python_interpreter", made(path)));
        return new Host(name, vars, null, true);
    }

    private static YamlNode made(String text) {
        SourceFile file = new SourceFile("(implicit localhost)", text);
        return new YamlNode.Scalar(text, MappedText.verbatim(Span.whole(file)), null);
    }

    private List<Host> collectMembers(Group top) {
        SequencedSet<Group> level = new LinkedHashSet<>(List.of(top));
        Set<Group> seen = new LinkedHashSet<>();
        SequencedSet<Host> found = new LinkedHashSet<>();
        while (!level.isEmpty()) {
            SequencedSet<Group> next = new LinkedHashSet<>();
            for (Group group : level) {
                if (seen.add(group)) {
                    group.hosts().forEach(name -> found.add(Objects.requireNonNull(hosts.get(name))));
                    group.children().forEach(name -> next.add(Objects.requireNonNull(groups.get(name))));
                }
            }
            level = next;
        }
        return List.copyOf(found);
    }

    // Hosts of the same groups share one list, since a fleet has many hosts but few combinations of groups.
    private void linkHosts() {
        Map<String, Set<Group>> direct = new HashMap<>();
        for (Group group : groups.values()) {
            group.hosts()
                    .forEach(name -> direct.computeIfAbsent(name, _ -> new LinkedHashSet<>())
                            .add(group));
        }
        Map<Set<Group>, List<Group>> known = new HashMap<>();
        direct.forEach((name, own) -> groupsOfHost.put(name, known.computeIfAbsent(own, this::withAncestors)));
    }

    private List<Group> withAncestors(Set<Group> own) {
        Set<Group> seen = new LinkedHashSet<>(Set.of(all()));
        List<Group> todo = new ArrayList<>(own);
        while (!todo.isEmpty()) {
            Group group = todo.removeLast();
            if (seen.add(group)) {
                group.parents().forEach(name -> todo.add(Objects.requireNonNull(groups.get(name))));
            }
        }
        return seen.stream().sorted(LOWEST_FIRST).toList();
    }
}
