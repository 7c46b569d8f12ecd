package io.hitless.report;

import org.jspecify.annotations.Nullable;

/** A line of text and how it is painted; null: as the terminal does. */
public record StyledLine(@Nullable Style style, String text) {
    /** The same with another text. */
    public StyledLine with(String other) {
        return other.equals(text) ? this : new StyledLine(style, other);
    }
}
