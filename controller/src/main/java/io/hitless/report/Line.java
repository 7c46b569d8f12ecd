package io.hitless.report;

import org.jspecify.annotations.Nullable;

/** A line of text and how it is painted; null: as the terminal does. */
record Line(@Nullable Style style, String text) {
    /** The same with another text. */
    Line with(String other) {
        return other.equals(text) ? this : new Line(style, other);
    }
}
