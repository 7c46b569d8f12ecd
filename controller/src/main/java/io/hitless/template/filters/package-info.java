/** Jinja2's and Ansible's filters and tests. */
@NullMarked
package io.hitless.template.filters;

import org.jspecify.annotations.NullMarked;
