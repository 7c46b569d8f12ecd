/** Ansible's lookups, which read files, environment variables and the output of programs on the bastion. */
@NullMarked
package io.hitless.template.lookups;

import org.jspecify.annotations.NullMarked;
