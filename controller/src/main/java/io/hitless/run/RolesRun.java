package io.hitless.run;

import io.hitless.playbook.Block;
import io.hitless.playbook.Include;
import io.hitless.playbook.IncludedRole;
import io.hitless.playbook.Meta;
import io.hitless.playbook.Role;
import io.hitless.playbook.Step;
import io.hitless.playbook.Task;
import io.hitless.run.host.HostRun;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Leaves out what a host has run before in the play: as in Ansible, it runs each dependency of included roles once,
 * unless the dependency allows duplicates, and an included role itself as often as it is included, unless the include
 * allows no duplicates.
 */
final class RolesRun {
    /** What the includes of the same step bring, which are all read before the first of them runs. */
    private final Map<HostRun, Set<Object>> coming = new HashMap<>();

    /**
     * Returns the steps that the hosts run. If only some hosts have run a role, it is ended for these.
     *
     * @param again whether the role itself runs again
     */
    List<Step> steps(IncludedRole included, List<HostRun> hosts, boolean again) {
        List<Step> steps = new ArrayList<>(included.steps());
        for (Role role : included.all()) {
            Object use = role.use();
            if (use == null) {
                continue;
            }
            List<HostRun> done = hosts.stream().filter(host -> knows(host, use)).toList();
            if (done.isEmpty() || (again && role.equals(included.role()))) {
                continue;
            }
            if (done.size() == hosts.size()) {
                steps.removeIf(step -> use.equals(use(step)));
            } else {
                done.forEach(host -> host.endRole(role));
            }
        }
        for (HostRun host : hosts) {
            Set<Object> uses = coming.computeIfAbsent(host, _ -> new HashSet<>());
            included.all().stream().map(Role::use).filter(Objects::nonNull).forEach(uses::add);
        }
        return steps;
    }

    private boolean knows(HostRun host, Object use) {
        return host.hasRun(use) || coming.getOrDefault(host, Set.of()).contains(use);
    }

    private static @Nullable Object use(Step step) {
        Role role = role(step);
        return role == null ? null : role.use();
    }

    private static @Nullable Role role(Step step) {
        return switch (step) {
            case Task task -> task.place().role();
            case Include include -> include.place().role();
            case Meta meta -> meta.place().role();
            case Block block ->
                block.steps().isEmpty() ? null : role(block.steps().getFirst());
        };
    }
}
