package io.hitless.playbook;

import java.util.List;

/**
 * What an {@code include_role} brings.
 *
 * @param role the role itself
 * @param all it and its dependencies, those first: what {@code public} makes visible to the rest of the play
 * @param steps to run now
 * @param handlers that can be notified from now on
 */
public record IncludedRole(Role role, List<Role> all, List<Step> steps, List<Handler> handlers) {
    public IncludedRole {
        all = List.copyOf(all);
        steps = List.copyOf(steps);
        handlers = List.copyOf(handlers);
    }
}
