package io.hitless.template.syntax;

import io.hitless.source.MappedText;
import io.hitless.source.Span;
import io.hitless.source.UserError;
import java.util.List;

/**
 * A parsed template. Immutable, and safe for use by several threads.
 *
 * @param syntax the syntax in which it is written, also for templates that it includes, imports or extends
 * @param faults errors that only occur if they are reached: unknown filters, tests and lookups, wrong arguments
 * @param changesValues whether it calls methods that change a list or dictionary in place
 */
public record ParsedTemplate(
        MappedText source, List<Stmt> body, Syntax syntax, List<UserError> faults, boolean changesValues) {
    public ParsedTemplate {
        body = List.copyOf(body);
        faults = List.copyOf(faults);
    }

    /** Returns whether there is text outside of statements and expressions: then the result is a text. */
    public boolean hasText() {
        return body.stream().anyMatch(Stmt.Data.class::isInstance);
    }

    public Span span() {
        return source.span();
    }

    /** The name of the file that contains the template. */
    public String file() {
        return source.span().file().name();
    }
}
