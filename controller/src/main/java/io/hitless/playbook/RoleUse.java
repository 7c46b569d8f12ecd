package io.hitless.playbook;

import java.nio.file.Path;

/**
 * Identifies uses of a role of which a host runs only the first in a play, unless duplicates are allowed.
 *
 * @param dir the role's directory
 * @param how what distinguishes the uses of a role as they are written: its parameters, conditions, tags and files
 * @param included whether a step includes or imports the role. Such a role runs each time, unless the include allows no
 *     duplicates
 */
public record RoleUse(Path dir, Object how, boolean included) {}
