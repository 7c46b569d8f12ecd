/** Which value a variable has for a host at a task: the order of precedence, and lazy evaluation. */
@NullMarked
package io.hitless.vars;

import org.jspecify.annotations.NullMarked;
