package io.hitless.template.syntax;

import io.hitless.source.Span;

/**
 * What a template needs besides itself, as far as a constant names it.
 *
 * @see References
 */
public sealed interface Reference {
    /** Whether the template evaluates it whenever it is rendered. */
    boolean certain();

    Span span();

    /** A template that it takes in, by its own marks; or, of a lookup, one for itself. */
    record TemplateFile(String name, boolean part, boolean optional, boolean certain, Span span) implements Reference {}

    /** A file that a lookup reads. */
    record DataFile(String name, boolean certain, Span span) implements Reference {}

    record Variable(String name, boolean certain, Span span) implements Reference {}
}
