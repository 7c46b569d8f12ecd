package io.hitless.source;

import org.jspecify.annotations.Nullable;

/**
 * Something is named that hitless does not have: a module, an option or one of its values, a filter, a test, a lookup.
 * Ansible, or a collection of its, may have it.
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
