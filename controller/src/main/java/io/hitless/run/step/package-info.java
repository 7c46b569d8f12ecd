/** A step on its own: what it is called, what it is run for, and its keywords and arguments resolved for a host. */
@NullMarked
package io.hitless.run.step;

import org.jspecify.annotations.NullMarked;
