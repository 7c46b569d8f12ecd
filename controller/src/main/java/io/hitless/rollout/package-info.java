/**
 * The play variable {@code hitless}: canaries, budgets, gates, soaks, approvals, and what happens to a failed batch. It
 * controls a run only through {@link io.hitless.run.policy.BatchControl} and does not know how steps are run.
 */
@NullMarked
package io.hitless.rollout;

import org.jspecify.annotations.NullMarked;
