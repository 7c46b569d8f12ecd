package io.hitless.template.syntax;

import io.hitless.source.MappedText;
import io.hitless.source.Span;
import io.hitless.source.UserError;
import java.util.List;

/**
 * A template, parsed: immutable, and used by many threads.
 *
 * @param syntax by which marks it is written, and so whatever it takes in
 * @param faults what fails if it is reached: names of filters, tests and lookups that don't exist, arguments that don't
 *     fit
 * @param changesValues whether it calls methods that change a list or dictionary in place
 */
public record ParsedTemplate(
        MappedText source, List<Stmt> body, Syntax syntax, List<UserError> faults, boolean changesValues) {
    public ParsedTemplate {
        body = List.copyOf(body);
        faults = List.copyOf(faults);
    }

    public Span span() {
        return source.span();
    }

    /** The name of the file it came from. */
    public String file() {
        return source.span().file().name();
    }
}
