/**
 * Connections to hosts that run commands: SSH and local. The only user of sshj; knows nothing of agents, modules or
 * playbooks.
 */
@NullMarked
package io.hitless.transport;

import org.jspecify.annotations.NullMarked;
