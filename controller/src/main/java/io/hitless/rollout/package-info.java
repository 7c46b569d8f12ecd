/**
 * What the play variable {@code hitless} asks for: canaries, budgets, gates, soaks, approvals, and what becomes of a
 * batch that failed. It steers through {@link io.hitless.run.policy.BatchControl} alone; how steps are run is not its
 * business.
 */
@NullMarked
package io.hitless.rollout;

import org.jspecify.annotations.NullMarked;
