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

/** Hosts and groups as they were read; never changes. {@link InventoryReader} makes it. */
public final class Inventory {
    /** The names that mean this machine; one of them may be used though no inventory names it. */
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

    /** @param directories where {@code group_vars} and {@code host_vars} are looked for, lowest precedence first */
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

    /** The hosts in the order they were first named. */
    public Map<String, Host> hosts() {
        return hosts;
    }

    /** All names there are: of hosts, and of groups. */
    public List<String> names() {
        return Stream.concat(hosts().keySet().stream(), groups().keySet().stream())
                .toList();
    }

    /** The groups in the order they were first named, {@code all} and {@code ungrouped} before the others. */
    public Map<String, Group> groups() {
        return groups;
    }

    /**
     * The directories beside which {@code group_vars} and {@code host_vars} belong to this inventory, lowest precedence
     * first.
     */
    public List<Path> directories() {
        return directories;
    }

    VarsSources varsSources() {
        return varsSources;
    }

    /** The same inventory with more to warn of. */
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

    /** What Ansible would warn of too: a name that is a host and a group, sources that can't be read. */
    public List<String> warnings() {
        return warnings;
    }

    /**
     * A host by its name. For {@code localhost}, {@code 127.0.0.1} and {@code ::1} there is always one: another of
     * these names if the inventory has it, else an implicit host with {@code ansible_connection: local}. Null if there
     * is none.
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

    /** The group of that name, or null. */
    public @Nullable Group group(String name) {
        return groups.get(name);
    }

    /**
     * The hosts of a group and of all groups below it, each once: first its own, then level by level those of its
     * children.
     */
    public List<Host> hostsOf(Group group) {
        return members.getOrDefault(group.name(), List.of());
    }

    /**
     * The groups a host is in, {@code all} first, in the order in which their variables are laid over each other:
     * lowest first.
     */
    public List<Group> groupsOf(Host host) {
        List<Group> found = groupsOfHost.get(host.name());
        return found != null ? found : List.of(all());
    }

    /**
     * This inventory with a host in these groups and with these variables of its own; groups that are not there are
     * made below {@code all}. The same object if nothing is new.
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
            // As in Ansible it is a member of 'all' itself, and so stands before the hosts of groups below.
            RuntimeGroups.host(moreGroups, Group.ALL, host);
        }
        names.forEach(name -> RuntimeGroups.host(moreGroups, groupNames.of(name), host));
        return its == known && moreGroups.values().stream().allMatch(group -> isSame(group, groups.get(group.name())))
                ? this
                : new Inventory(
                        moreHosts.values(), moreGroups.values(), directories, varsSources, groupNames, warnings);
    }

    /**
     * This inventory with a group below these parents; what is not there is made. The same object if nothing is new.
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

    // Hosts of the same groups share one list: a fleet has many hosts and few kinds of them.
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
