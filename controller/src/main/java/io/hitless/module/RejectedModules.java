package io.hitless.module;

import io.hitless.source.UserError;
import java.util.Set;

/**
 * Modules that the settings forbid.
 *
 * @param names as a playbook calls them: as in Ansible, another name of the same module is not forbidden
 * @param where what forbids them
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
