/**
 * Jinja2 with Ansible's filters, tests and lookups: text and a scope in, a native value out. Knows nothing of YAML,
 * hosts or modules.
 */
@NullMarked
package io.hitless.template;

import org.jspecify.annotations.NullMarked;
