package io.hitless.playbook.load;

import io.hitless.playbook.Handler;
import io.hitless.playbook.Role;
import io.hitless.playbook.Step;
import java.util.List;

/**
 * A role as it was read.
 *
 * @param all the roles it depends on, dependencies before dependents, and itself last
 * @param steps of the dependencies and its own
 */
record LoadedRole(Role role, List<Role> all, List<Step> steps, List<Handler> handlers) {}
