/** Evaluates expressions and renders statements in a scope: operators, attributes, calls, macros. */
@NullMarked
package io.hitless.template.eval;

import org.jspecify.annotations.NullMarked;
