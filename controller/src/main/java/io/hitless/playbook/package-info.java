/**
 * Plays, blocks, tasks, roles and handlers as immutable records. They do not depend on files; {@code playbook.load}
 * reads those.
 */
@NullMarked
package io.hitless.playbook;

import org.jspecify.annotations.NullMarked;
