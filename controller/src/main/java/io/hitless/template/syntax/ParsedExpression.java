package io.hitless.template.syntax;

import io.hitless.source.UserError;
import java.util.List;

/**
 * A parsed expression. Immutable, and safe for use by several threads.
 *
 * @param faults errors that only occur if they are reached, as in a {@link ParsedTemplate}
 * @param changesValues whether it calls methods that change a list or dictionary in place
 */
public record ParsedExpression(Expr expr, List<UserError> faults, boolean changesValues) {
    public ParsedExpression {
        faults = List.copyOf(faults);
    }
}
