/** Which value a name has for a host at a task: the order of precedence, and the lazy look-up. */
@NullMarked
package io.hitless.vars;

import org.jspecify.annotations.NullMarked;
