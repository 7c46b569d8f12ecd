package io.hitless.run;

import io.hitless.playbook.IncludedRole;
import io.hitless.playbook.Role;
import io.hitless.playbook.RoleUse;
import io.hitless.playbook.Step;
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
    private final Map<HostRun, Set<RoleUse>> coming = new HashMap<>();

    /**
     * Returns the steps that the hosts run. If only some hosts have run a role, it is ended for these.
     *
     * @param again whether the role itself runs again
     */
    List<Step> steps(IncludedRole included, List<HostRun> hosts, boolean again) {
        List<Step> steps = new ArrayList<>(included.steps());
        for (Role role : included.all()) {
            RoleUse use = role.use();
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
                done.forEach(host -> host.roles().end(role));
            }
        }
        for (HostRun host : hosts) {
            Set<RoleUse> uses = coming.computeIfAbsent(host, _ -> new HashSet<>());
            included.all().stream().map(Role::use).filter(Objects::nonNull).forEach(uses::add);
        }
        return steps;
    }

    private boolean knows(HostRun host, RoleUse use) {
        return host.roles().isComplete(use)
                || coming.getOrDefault(host, Set.of()).contains(use);
    }

    private static @Nullable RoleUse use(Step step) {
        Role role = step.role();
        return role == null ? null : role.use();
    }
}
