package io.hitless.template.syntax;

import io.hitless.source.Span;

/**
 * A file, template or variable that a template uses and names by a constant.
 *
 * @see References
 */
public sealed interface Reference {
    /** Whether the template uses it whenever it is rendered. */
    boolean certain();

    Span span();

    /**
     * A template. With {@code part}, one that is included, imported or extended, and has the syntax of its parent;
     * otherwise one that a lookup renders on its own.
     */
    record TemplateFile(String name, boolean part, boolean optional, boolean certain, Span span) implements Reference {}

    /** A file that a lookup reads. */
    record DataFile(String name, boolean certain, Span span) implements Reference {}

    record Variable(String name, boolean certain, Span span) implements Reference {}
}
