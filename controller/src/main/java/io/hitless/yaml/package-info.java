/** Reads YAML into nodes that know their place. The only user of SnakeYAML; knows nothing of templates or playbooks. */
@NullMarked
package io.hitless.yaml;

import org.jspecify.annotations.NullMarked;
