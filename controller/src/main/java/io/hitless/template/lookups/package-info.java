/** Ansible's lookups, which read files, the environment and programs of the bastion. */
@NullMarked
package io.hitless.template.lookups;

import org.jspecify.annotations.NullMarked;
