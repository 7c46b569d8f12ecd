/** Who decides between the batches of a play, and what that decision can see and do. */
@NullMarked
package io.hitless.run.policy;

import org.jspecify.annotations.NullMarked;
