package io.hitless.source;

import org.jspecify.annotations.Nullable;

/**
 * A module, an option or one of its values, a filter, a test or a lookup that hitless does not have. Ansible or one of
 * its collections may have it.
 */
public final class NotHere extends UserError {
    private static final long serialVersionUID = 1;

    public NotHere(@Nullable Span span, String message, @Nullable String hint) {
        super(span, message, hint);
    }

    @Override
    public UserError hinting(String help) {
        return hint() != null ? this : new NotHere(span(), what(), help);
    }

    @Override
    public UserError at(Span place) {
        return span() != null ? this : new NotHere(place, what(), hint());
    }
}
