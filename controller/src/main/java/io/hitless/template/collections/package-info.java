/** Filters of {@code community.general} and {@code ansible.utils} that are common in public playbooks. */
@NullMarked
package io.hitless.template.collections;

import org.jspecify.annotations.NullMarked;
