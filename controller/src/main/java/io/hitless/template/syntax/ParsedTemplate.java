package io.hitless.template.syntax;

import io.hitless.source.MappedText;
import io.hitless.source.Span;
import java.util.List;

/**
 * A template, parsed: immutable, and used by many threads.
 *
 * @param syntax by which marks it is written, and so whatever it takes in
 */
public record ParsedTemplate(MappedText source, List<Stmt> body, Syntax syntax) {
    public ParsedTemplate {
        body = List.copyOf(body);
    }

    public Span span() {
        return source.span();
    }

    /** The name of the file it came from. */
    public String file() {
        return source.span().file().name();
    }
}
