/** Filters of {@code community.general} and {@code ansible.utils} that public playbooks use. */
@NullMarked
package io.hitless.template.collections;

import org.jspecify.annotations.NullMarked;
