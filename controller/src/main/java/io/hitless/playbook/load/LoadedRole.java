package io.hitless.playbook.load;

import io.hitless.playbook.Handler;
import io.hitless.playbook.Role;
import io.hitless.playbook.Step;
import java.util.List;

/**
 * A role that was read.
 *
 * @param all the roles that the role depends on, dependencies before dependents, and the role itself last
 * @param steps the steps of the dependencies and of the role
 */
record LoadedRole(Role role, List<Role> all, List<Step> steps, List<Handler> handlers) {}
