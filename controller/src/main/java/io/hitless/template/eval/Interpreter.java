package io.hitless.template.eval;

import io.hitless.template.syntax.Expr;
import io.hitless.template.syntax.Stmt;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs the body of a macro when the macro is called. */
interface Interpreter {
    @Nullable
    Object eval(Expr expr, Frame frame);

    void run(List<Stmt> body, Frame frame, RenderBuffer out);
}
