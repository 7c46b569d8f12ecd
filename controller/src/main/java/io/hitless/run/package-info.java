/**
 * Carries a playbook out: batches, the linear strategy, host state, handlers, and the actions that the controller does
 * itself. Tells what happens as events and prints nothing.
 */
@NullMarked
package io.hitless.run;

import org.jspecify.annotations.NullMarked;
