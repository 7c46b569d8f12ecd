/** The policy that decides between the batches of a play, and what it can see and do. */
@NullMarked
package io.hitless.run.policy;

import org.jspecify.annotations.NullMarked;
