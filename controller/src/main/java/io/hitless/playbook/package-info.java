/** Plays, blocks, tasks, roles and handlers as immutable records, and the loader that finds every mistake in them before a host is touched. */
@NullMarked
package io.hitless.playbook;

import org.jspecify.annotations.NullMarked;
