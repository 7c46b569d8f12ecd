/**
 * Reads playbooks and roles: YAML in, the records of {@code playbook} out, and every mistake found before a host is
 * touched.
 */
@NullMarked
package io.hitless.playbook.load;

import org.jspecify.annotations.NullMarked;
