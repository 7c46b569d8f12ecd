/** Reads Jinja2: characters to tokens, tokens to expressions and statements. Evaluates nothing. */
@NullMarked
package io.hitless.template.syntax;

import org.jspecify.annotations.NullMarked;
