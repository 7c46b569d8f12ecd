package io.hitless.report;

import org.jspecify.annotations.Nullable;

/**
 * A line of text and its style.
 *
 * @param style null for the terminal's default
 */
public record StyledLine(@Nullable Style style, String text) {
    /** Returns another text in the same style. */
    public StyledLine with(String other) {
        return other.equals(text) ? this : new StyledLine(style, other);
    }
}
