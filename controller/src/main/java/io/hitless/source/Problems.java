package io.hitless.source;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Collects errors while loading goes on, and throws them together. Used by one thread. */
public final class Problems {
    private final List<UserError> errors = new ArrayList<>();

    public void add(UserError error) {
        errors.addAll(error.each());
    }

    public void add(Span span, String message) {
        add(new UserError(span, message));
    }

    public void add(Span span, String message, @Nullable String hint) {
        add(new UserError(span, message, hint));
    }

    /** Runs {@code step}; an error of it is kept and null returned, so that the next step can be checked too. */
    public <T> @Nullable T collect(Supplier<T> step) {
        try {
            return step.get();
        } catch (UserError e) {
            add(e);
            return null;
        }
    }

    /** What was collected so far. */
    public List<UserError> each() {
        return List.copyOf(errors);
    }

    public boolean isEmpty() {
        return errors.isEmpty();
    }

    /** @throws UserError if anything was collected: the one, or {@link UserErrors} in the order they were found */
    public void throwIfAny() {
        if (!isEmpty()) {
            throw asError();
        }
    }

    /** What was collected, which is something: the one, or {@link UserErrors} in the order they were found. */
    public UserError asError() {
        return errors.size() == 1 ? errors.getFirst() : new UserErrors(errors);
    }
}
