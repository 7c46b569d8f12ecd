/**
 * Connections to hosts for running commands: SSH and local. The only user of sshj. Does not know agents, modules or
 * playbooks.
 */
@NullMarked
package io.hitless.transport;

import org.jspecify.annotations.NullMarked;
