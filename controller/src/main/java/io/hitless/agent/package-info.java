/**
 * The sessions with hosts: an agent on each host per identity, which executes module calls over a connection. Does not
 * know playbooks or variables.
 */
@NullMarked
package io.hitless.agent;

import org.jspecify.annotations.NullMarked;
