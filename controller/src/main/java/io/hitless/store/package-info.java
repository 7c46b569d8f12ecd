/**
 * What outlives a run: the journal of every run in a SQLite database, and the state directory it lies in. It knows
 * events and nothing of how a run is carried out; {@code docs/journal.md} says what is kept and what it promises.
 */
@NullMarked
package io.hitless.store;

import org.jspecify.annotations.NullMarked;
