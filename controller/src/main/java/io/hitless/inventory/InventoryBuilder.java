package io.hitless.inventory;

import io.hitless.source.MappedText;
import io.hitless.source.Problems;
import io.hitless.source.Span;
import io.hitless.source.UserError;
import io.hitless.yaml.YamlNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Builds an inventory while sources are read. Sources may name hosts and groups in any order; later sources add to
 * earlier ones and override them.
 */
public final class InventoryBuilder {
    private static final String PRIORITY = "ansible_group_priority";

    private final List<Path> directories = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private Problems problems = new Problems();
    private final Map<String, DraftHost> hosts = new LinkedHashMap<>();
    private final Map<String, DraftGroup> groups = new LinkedHashMap<>();

    private record DraftHost(
            String name,
            Map<String, YamlNode> vars,
            @Nullable Path file) {}

    private static final class DraftGroup {
        final Map<String, YamlNode> vars = new LinkedHashMap<>();
        final SequencedSet<String> hosts = new LinkedHashSet<>();
        final Map<String, @Nullable Span> children = new LinkedHashMap<>();
        final List<String> parents = new ArrayList<>();
        int priority = 1;
    }

    private final VarsSources varsSources;
    private final InvalidGroupNames groupNames;
    private final boolean mergesHashes;
    private final Set<String> writtenGroups = new LinkedHashSet<>();

    /** @param mergesHashes whether a mapping that a later source gives is merged into the one of an earlier source */
    InventoryBuilder(VarsSources varsSources, InvalidGroupNames groupNames, boolean mergesHashes) {
        this.varsSources = varsSources;
        this.groupNames = groupNames;
        this.mergesHashes = mergesHashes;
        child(Group.ALL, Group.UNGROUPED, null);
    }

    Problems problems() {
        return problems;
    }

    /** Returns the errors found so far, and clears them. */
    Problems takeProblems() {
        Problems taken = problems;
        problems = new Problems();
        return taken;
    }

    /** Returns a new builder that shares only the errors with this one; its content is checked and then discarded. */
    InventoryBuilder scratch() {
        InventoryBuilder scratch = new InventoryBuilder(varsSources, groupNames, mergesHashes);
        scratch.problems = problems;
        return scratch;
    }

    /**
     * Adds a directory with group_vars and host_vars. If two sources are in the same directory, the later source
     * determines its precedence.
     */
    void varsBeside(Path directory) {
        directories.remove(directory);
        directories.add(directory);
    }

    /** Adds a warning for the operator. */
    public void warn(String warning) {
        warnings.add(warning);
    }

    /** Returns the names of the hosts so far. */
    public List<String> hostNames() {
        return List.copyOf(hosts.keySet());
    }

    /**
     * Returns the inventory so far. Hosts without a group are not yet in 'ungrouped', as Ansible's plugins see it.
     *
     * @param withFiles whether group_vars and host_vars are included
     */
    public Inventory snapshot(boolean withFiles) {
        return made(withFiles ? directories : List.of(), new Problems());
    }

    public void group(String name) {
        draftGroup(name);
    }

    /** @param place the position of the relation, for an error about a loop */
    public void child(String parent, String child, @Nullable Span place) {
        DraftGroup above = draftGroup(parent);
        DraftGroup below = draftGroup(child);
        String name = groupNames.of(child);
        if (!above.children.containsKey(name)) {
            above.children.put(name, place);
            below.parents.add(groupNames.of(parent));
        }
    }

    public void groupVar(String group, String name, YamlNode value) {
        if (!name.equals(PRIORITY)) {
            put(draftGroup(group).vars, name, value);
        } else {
            priority(draftGroup(group), value);
        }
    }

    private void priority(DraftGroup group, YamlNode value) {
        try {
            group.priority = Integer.parseInt(String.valueOf(value.plain()));
        } catch (NumberFormatException _) {
            problems.add(value.span(), PRIORITY + " is a number");
        }
    }

    /** Adds a host to a group. The name is used as it is, without expanding ranges. */
    public void host(String group, String name, @Nullable Path file) {
        hosts.computeIfAbsent(
                name, _ -> new DraftHost(InventoryName.checked("host", name), new LinkedHashMap<>(), file));
        draftGroup(group).hosts.add(name);
    }

    public void hostVar(String host, String name, YamlNode value) {
        DraftHost known = hosts.get(host);
        if (known != null) {
            put(known.vars(), name, value);
        }
    }

    /**
     * Adds the hosts of a text from an inventory to a group: expands ranges and removes the port.
     *
     * @return the names of the hosts; empty if the text is malformed, which is added to the errors
     */
    List<String> hosts(String group, MappedText text, @Nullable Path file) {
        Address address = Address.parse(text.text());
        try {
            List<String> names = HostRange.expand(address == null ? text.text() : address.host());
            Integer port = address == null ? null : address.port();
            for (String name : names) {
                boolean first = !hosts.containsKey(name);
                host(group, name, file);
                if (first && port != null) {
                    hostVar(name, "ansible_port", port(text, port));
                }
            }
            return names;
        } catch (UserError e) {
            problems.add(e.at(text.span()));
            return List.of();
        }
    }

    private static YamlNode port(MappedText text, int port) {
        if (port < 1 || port > 65535) {
            throw new UserError(text.span(), port + " is not a port", "ports go from 1 to 65535");
        }
        int colon = text.text().lastIndexOf(':');
        Span digits = text.span(colon + 1, text.text().length());
        return new YamlNode.Scalar((long) port, MappedText.opaque(digits, Integer.toString(port)), null);
    }

    // As in Python's dict, a variable that is set again keeps its position.
    private void put(Map<String, YamlNode> vars, String name, YamlNode value) {
        boolean merges =
                mergesHashes && vars.get(name) instanceof YamlNode.Mapping && value instanceof YamlNode.Mapping;
        vars.put(name, merges ? merged(vars.get(name), value) : value);
    }

    private static YamlNode merged(@Nullable YamlNode below, YamlNode above) {
        if (!(below instanceof YamlNode.Mapping low) || !(above instanceof YamlNode.Mapping high)) {
            return above;
        }
        Map<String, YamlNode.Entry> entries = new LinkedHashMap<>();
        low.entries().forEach(entry -> entries.put(entry.name(), entry));
        for (YamlNode.Entry entry : high.entries()) {
            YamlNode value = merged(low.get(entry.name()), entry.value());
            entries.put(entry.name(), new YamlNode.Entry(entry.key(), value));
        }
        return new YamlNode.Mapping(List.copyOf(entries.values()), high.span());
    }

    private DraftGroup draftGroup(String name) {
        writtenGroups.add(name);
        return groups.computeIfAbsent(InventoryName.checked("group", groupNames.of(name)), _ -> new DraftGroup());
    }

    /** @throws UserError with all errors of the sources, including groups that contain themselves */
    Inventory finish() {
        groupHosts();
        return made(directories, problems);
    }

    /**
     * @param faults receives groups that contain themselves
     * @throws UserError with all of {@code faults}
     */
    private Inventory made(List<Path> directories, Problems faults) {
        for (String name : List.copyOf(groups.keySet())) {
            if (draftGroup(name).parents.isEmpty() && !name.equals(Group.ALL)) {
                child(Group.ALL, name, null);
            }
        }
        new Loops(faults).look();
        faults.throwIfAny();
        Map<String, Integer> depths = new HashMap<>();
        List<Host> allHosts = hosts.values().stream()
                .map(host -> new Host(host.name(), host.vars(), host.file(), false))
                .toList();
        List<Group> allGroups = new ArrayList<>();
        groups.forEach((name, group) -> allGroups.add(new Group(
                name,
                group.vars,
                List.copyOf(group.hosts),
                List.copyOf(group.children.keySet()),
                group.parents,
                depth(name, depths),
                group.priority)));
        return new Inventory(allHosts, allGroups, directories, varsSources, groupNames, warnings());
    }

    private List<String> warnings() {
        Set<String> both = new TreeSet<>(groups.keySet());
        both.retainAll(hosts.keySet());
        return Stream.of(
                        warnings.stream(),
                        Stream.ofNullable(groupNames.warning(writtenGroups)),
                        both.stream().map(name -> "'" + name + "' is the name of a host and of a group"))
                .flatMap(each -> each)
                .toList();
    }

    // A host is in 'ungrouped' if and only if it is in no other group except 'all'.
    private void groupHosts() {
        Set<String> grouped = new LinkedHashSet<>();
        groups.forEach((name, group) -> {
            if (!name.equals(Group.ALL) && !name.equals(Group.UNGROUPED)) {
                grouped.addAll(group.hosts);
            }
        });
        DraftGroup ungrouped = draftGroup(Group.UNGROUPED);
        ungrouped.hosts.removeAll(grouped);
        hosts.keySet().stream().filter(name -> !grouped.contains(name)).forEach(ungrouped.hosts::add);
    }

    private int depth(String name, Map<String, Integer> known) {
        Integer depth = known.get(name);
        if (depth == null) {
            int deepest = -1;
            for (String parent : draftGroup(name).parents) {
                deepest = Math.max(deepest, depth(parent, known));
            }
            depth = deepest + 1;
            known.put(name, depth);
        }
        return depth;
    }

    /** Finds groups that contain themselves; visits each relation once. */
    private final class Loops {
        private final Problems faults;
        private final Set<String> done = new LinkedHashSet<>();
        private final SequencedSet<String> way = new LinkedHashSet<>();

        Loops(Problems faults) {
            this.faults = faults;
        }

        void look() {
            groups.keySet().forEach(this::down);
        }

        private void down(String name) {
            if (done.contains(name) || !way.add(name)) {
                return;
            }
            draftGroup(name).children.forEach((child, place) -> {
                if (way.contains(child)) {
                    report(child, place);
                }
                down(child);
            });
            way.removeLast();
            done.add(name);
        }

        private void report(String child, @Nullable Span place) {
            List<String> loop = new ArrayList<>(way).subList(List.copyOf(way).indexOf(child), way.size());
            faults.add(new UserError(
                    place,
                    "group '" + child + "' contains itself: " + String.join(" > ", loop) + " > " + child,
                    "a group can't be below itself: remove one of these steps"));
        }
    }
}
