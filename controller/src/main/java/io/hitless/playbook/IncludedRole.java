package io.hitless.playbook;

import java.util.List;

/**
 * The content of an {@code include_role}.
 *
 * @param role the role itself
 * @param all the role's dependencies and the role itself, dependencies first; with {@code public}, the rest of the play
 *     sees their variables
 * @param steps the steps to run now
 * @param handlers handlers that can be notified from now on
 */
public record IncludedRole(Role role, List<Role> all, List<Step> steps, List<Handler> handlers) {
    public IncludedRole {
        all = List.copyOf(all);
        steps = List.copyOf(steps);
        handlers = List.copyOf(handlers);
    }
}
