/**
 * Runs playbooks: batches, strategies, the state of hosts, handlers, and the actions of the controller itself. Reports
 * everything as events and prints nothing.
 */
@NullMarked
package io.hitless.run;

import org.jspecify.annotations.NullMarked;
