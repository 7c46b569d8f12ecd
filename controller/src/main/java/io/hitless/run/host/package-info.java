/** The hosts of a run: their state, counts and changes, and work on many of them in parallel. */
@NullMarked
package io.hitless.run.host;

import org.jspecify.annotations.NullMarked;
