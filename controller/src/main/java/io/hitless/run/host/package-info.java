/** A host's way through a run: its state, its counts, what was changed on it, and work on many hosts at once. */
@NullMarked
package io.hitless.run.host;

import org.jspecify.annotations.NullMarked;
