/**
 * Reads playbooks and roles: converts YAML to the records of {@code playbook}, and finds errors before a host is
 * touched.
 */
@NullMarked
package io.hitless.playbook.load;

import org.jspecify.annotations.NullMarked;
