/** Undoing what a run changed on a host. */
@NullMarked
package io.hitless.run.rollback;

import org.jspecify.annotations.NullMarked;
