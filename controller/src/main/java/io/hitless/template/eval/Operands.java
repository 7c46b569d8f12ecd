package io.hitless.template.eval;

import io.hitless.template.syntax.Expr;
import org.jspecify.annotations.Nullable;

/** Evaluates the operands of an expression. */
@FunctionalInterface
interface Operands {
    /** @param frame the variables of the enclosing template, or null */
    @Nullable
    Object eval(Expr expr, @Nullable Frame frame);
}
