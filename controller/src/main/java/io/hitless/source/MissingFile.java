package io.hitless.source;

import org.jspecify.annotations.Nullable;

/**
 * A file or role that is referred to does not exist. This is a class of its own to tell it from an error within a file.
 */
public final class MissingFile extends UserError {
    private static final long serialVersionUID = 1;

    public MissingFile(@Nullable Span span, String message, @Nullable String hint) {
        super(span, message, hint);
    }

    @Override
    public UserError hinting(String help) {
        return hint() != null ? this : new MissingFile(span(), what(), help);
    }

    @Override
    public UserError at(Span place) {
        return span() != null ? this : new MissingFile(place, what(), hint());
    }
}
