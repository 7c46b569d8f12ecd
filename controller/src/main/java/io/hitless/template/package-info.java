/**
 * Jinja2 with Ansible's filters, tests and lookups: evaluates text in a scope to a plain Java value. Does not depend on
 * YAML, hosts or modules.
 */
@NullMarked
package io.hitless.template;

import org.jspecify.annotations.NullMarked;
