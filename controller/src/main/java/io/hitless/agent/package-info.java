/**
 * The other end: an agent on each host per identity, fed with module calls over a connection. Knows nothing of
 * playbooks or variables.
 */
@NullMarked
package io.hitless.agent;

import org.jspecify.annotations.NullMarked;
