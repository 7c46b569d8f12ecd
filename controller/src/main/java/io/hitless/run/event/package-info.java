/** The way out for what happens in a run: each event passes here, without secrets. */
@NullMarked
package io.hitless.run.event;

import org.jspecify.annotations.NullMarked;
