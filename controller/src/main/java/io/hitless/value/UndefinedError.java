package io.hitless.value;

import io.hitless.source.Span;
import io.hitless.source.UserError;
import org.jspecify.annotations.Nullable;

/**
 * The error raised by a use of an {@link Undefined}. It has a class of its own because a variable whose value fails
 * with it counts as undefined itself.
 */
public final class UndefinedError extends UserError {
    private static final long serialVersionUID = 1;

    public UndefinedError(@Nullable Span span, String message, @Nullable String hint) {
        super(span, message, hint);
    }

    @Override
    public UserError at(Span place) {
        return span() != null ? this : new UndefinedError(place, what(), hint());
    }
}
