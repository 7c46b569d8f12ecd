/** Reads YAML into nodes with positions. The only user of SnakeYAML. Does not know templates or playbooks. */
@NullMarked
package io.hitless.yaml;

import org.jspecify.annotations.NullMarked;
