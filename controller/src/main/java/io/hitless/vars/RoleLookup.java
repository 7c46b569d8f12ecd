package io.hitless.vars;

import io.hitless.playbook.Role;
import io.hitless.template.Template;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a task sees of its own role: the role itself, then those that brought it, then those it depends on. */
final class RoleLookup {
    private RoleLookup() {}

    static @Nullable Template defaults(@Nullable Role role, String name) {
        Template own = upwards(role, Role::defaults, name);
        return own != null ? own : ofDependencies(role, Role::defaults, name);
    }

    // Unlike defaults, the vars of dependencies are above those of the roles that brought this one. What is given to a
    // role where it is used is above its own files for its own tasks, and below them for what it brings in.
    static @Nullable Template vars(@Nullable Role role, String name) {
        if (role == null) {
            return null;
        }
        Template found = role.given().get(name);
        if (found == null) {
            found = role.vars().get(name);
        }
        if (found == null) {
            found = ofDependencies(role, Role::vars, name);
        }
        for (Role above = role.parent(); above != null && found == null; above = above.parent()) {
            found = above.vars().get(name);
            if (found == null) {
                found = above.given().get(name);
            }
        }
        return found;
    }

    static @Nullable Template params(@Nullable Role role, String name) {
        return upwards(role, Role::params, name);
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

    private static @Nullable Template upwards(
            @Nullable Role role, Function<Role, Map<String, Template>> part, String name) {
        for (Role r = role; r != null; r = r.parent()) {
            Template found = part.apply(r).get(name);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private static @Nullable Template ofDependencies(
            @Nullable Role role, Function<Role, Map<String, Template>> part, String name) {
        if (role == null) {
            return null;
        }
        for (Role dependency : role.dependencies().reversed()) {
            Template found = part.apply(dependency).get(name);
            if (found == null) {
                found = ofDependencies(dependency, part, name);
            }
            if (found != null) {
                return found;
            }
        }
        return null;
    }
}
