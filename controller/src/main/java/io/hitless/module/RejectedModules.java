package io.hitless.module;

import io.hitless.source.UserError;
import java.util.Set;

/**
 * The modules that the settings forbid.
 *
 * @param names the names in playbooks: as in Ansible, other names of the same module are still allowed
 * @param where the setting that forbids them
 */
public record RejectedModules(Set<String> names, String where) {
    public static final RejectedModules NONE = new RejectedModules(Set.of(), "");

    public RejectedModules {
        names = Set.copyOf(names);
    }

    /** @throws UserError if a module of this name is forbidden */
    void check(String name) {
        if (names.contains(name)) {
            throw new UserError(
                    null,
                    "module '" + name + "' is rejected by " + where,
                    "it is in the list 'module_rejectlist' there");
        }
    }
}
