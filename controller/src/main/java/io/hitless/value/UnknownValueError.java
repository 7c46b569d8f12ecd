package io.hitless.value;

import io.hitless.source.Span;
import io.hitless.source.UserError;
import org.jspecify.annotations.Nullable;

/**
 * The error raised by a use of an {@link Unknown}. The operator made no mistake, but nothing that depends on the value
 * can be predicted.
 */
public final class UnknownValueError extends UserError {
    private static final long serialVersionUID = 1;

    public UnknownValueError(@Nullable Span span, String why) {
        super(span, why);
    }

    @Override
    public UserError at(Span place) {
        return span() != null ? this : new UnknownValueError(place, what());
    }
}
