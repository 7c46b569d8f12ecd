package io.hitless.vars;

import io.hitless.playbook.Role;
import io.hitless.template.Template;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Searches the variables of a task's role: the role itself, then its parents, then its dependencies. */
final class RoleLookup {
    private RoleLookup() {}

    /** @return whether the search is over */
    static boolean defaults(@Nullable Role role, String name, VariableMatch found) {
        return upwards(role, Role::defaults, name, found) || ofDependencies(role, Role::defaults, name, found);
    }

    // Unlike defaults, the vars of dependencies take precedence over those of the parents of this role. For a role's
    // own tasks, variables given where the role is used take precedence over the role's files; for roles that it
    // includes, the files win.
    static boolean vars(@Nullable Role role, String name, VariableMatch found) {
        if (role == null) {
            return false;
        }
        if (found.takeIfThere(role.given().get(name))
                || found.takeIfThere(role.vars().get(name))
                || ofDependencies(role, Role::vars, name, found)) {
            return true;
        }
        for (Role above = role.parent(); above != null; above = above.parent()) {
            if (found.takeIfThere(above.vars().get(name))
                    || found.takeIfThere(above.given().get(name))) {
                return true;
            }
        }
        return false;
    }

    static boolean params(@Nullable Role role, String name, VariableMatch found) {
        return upwards(role, Role::params, name, found);
    }

    static void names(@Nullable Role role, Set<String> into) {
        for (Role r = role; r != null; r = r.parent()) {
            downwards(r, into);
        }
    }

    private static void downwards(Role role, Set<String> into) {
        into.addAll(role.defaults().keySet());
        into.addAll(role.vars().keySet());
        into.addAll(role.given().keySet());
        into.addAll(role.params().keySet());
        role.dependencies().forEach(dependency -> downwards(dependency, into));
    }

    private static boolean upwards(
            @Nullable Role role, Function<Role, Map<String, Template>> part, String name, VariableMatch found) {
        for (Role r = role; r != null; r = r.parent()) {
            if (found.takeIfThere(part.apply(r).get(name))) {
                return true;
            }
        }
        return false;
    }

    private static boolean ofDependencies(
            @Nullable Role role, Function<Role, Map<String, Template>> part, String name, VariableMatch found) {
        if (role == null) {
            return false;
        }
        for (Role dependency : role.dependencies().reversed()) {
            if (found.takeIfThere(part.apply(dependency).get(name)) || ofDependencies(dependency, part, name, found)) {
                return true;
            }
        }
        return false;
    }
}
