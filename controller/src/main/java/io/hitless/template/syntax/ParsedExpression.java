package io.hitless.template.syntax;

import io.hitless.source.UserError;
import java.util.List;

/**
 * An expression, parsed: immutable, and used by many threads.
 *
 * @param faults what fails if it is reached, as in a {@link ParsedTemplate}
 * @param changesValues whether it calls methods that change a list or dictionary in place
 */
public record ParsedExpression(Expr expr, List<UserError> faults, boolean changesValues) {
    public ParsedExpression {
        faults = List.copyOf(faults);
    }
}
