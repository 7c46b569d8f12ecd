/**
 * What a running HAProxy can be told to do instead of a reload: commands of its runtime API by version, how to undo
 * them, and how to prove them. Nothing here opens a connection. What is not known to work means a reload.
 */
@NullMarked
package io.hitless.haproxy.live;

import org.jspecify.annotations.NullMarked;
