/** Texts for durations, counts and lists of hosts, so that they are the same everywhere. */
@NullMarked
package io.hitless.wording;

import org.jspecify.annotations.NullMarked;
