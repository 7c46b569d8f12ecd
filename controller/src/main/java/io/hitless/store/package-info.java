/**
 * Persistent data: the journal of all runs in a SQLite database, and the state directory that contains it. It knows
 * events, but not how a run is executed; {@code docs/journal.md} describes what is stored and what is guaranteed.
 */
@NullMarked
package io.hitless.store;

import org.jspecify.annotations.NullMarked;
