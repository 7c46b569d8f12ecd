package io.hitless.inventory;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Groups that change during a run, by add_host and group_by. */
final class RuntimeGroups {
    private RuntimeGroups() {}

    /** Adds a host to a group. A missing group is created below {@code all}. */
    static void host(Map<String, Group> groups, String group, String host) {
        Group its = made(groups, group);
        if (!its.hosts().contains(host)) {
            groups.put(group, changed(its, plus(its.hosts(), host), its.children(), its.parents(), its.depth()));
            leaveUngrouped(groups, group, host);
        }
    }

    // As in Ansible, a host is in 'ungrouped' as long as it is in no other group except 'all'.
    private static void leaveUngrouped(Map<String, Group> groups, String group, String host) {
        Group ungrouped = groups.get(Group.UNGROUPED);
        if (ungrouped != null
                && ungrouped.hosts().contains(host)
                && !group.equals(Group.ALL)
                && !group.equals(Group.UNGROUPED)) {
            List<String> others = ungrouped.hosts().stream()
                    .filter(name -> !name.equals(host))
                    .toList();
            groups.put(
                    Group.UNGROUPED,
                    changed(ungrouped, others, ungrouped.children(), ungrouped.parents(), ungrouped.depth()));
        }
    }

    /** Adds a group to a parent group. Missing groups are created. */
    static void child(Map<String, Group> groups, String parent, String child) {
        Group above = made(groups, parent);
        Group below = made(groups, child);
        if (!above.children().contains(child)) {
            groups.put(
                    parent,
                    changed(above, above.hosts(), plus(above.children(), child), above.parents(), above.depth()));
            int depth = Math.max(below.depth(), above.depth() + 1);
            groups.put(child, changed(below, below.hosts(), below.children(), plus(below.parents(), parent), depth));
        }
    }

    private static Group made(Map<String, Group> groups, String name) {
        Group known = groups.get(name);
        if (known != null) {
            return known;
        }
        Group fresh = new Group(name, Map.of(), List.of(), List.of(), List.of(), 1, 1);
        groups.put(name, fresh);
        if (!name.equals(Group.ALL)) {
            child(groups, Group.ALL, name);
        }
        @Nullable Group made = groups.get(name);
        return made == null ? fresh : made;
    }

    private static Group changed(
            Group group, List<String> hosts, List<String> children, List<String> parents, int depth) {
        return new Group(group.name(), group.vars(), hosts, children, parents, depth, group.priority());
    }

    private static List<String> plus(List<String> list, String one) {
        List<String> out = new ArrayList<>(list);
        out.add(one);
        return out;
    }
}
