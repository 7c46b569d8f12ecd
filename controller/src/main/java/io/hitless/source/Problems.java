package io.hitless.source;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Collects errors so that loading can continue, and throws them together at the end. Not thread-safe. */
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

    /** Runs {@code step}. If it fails, keeps its error and returns null, so that the next step can be checked, too. */
    public <T> @Nullable T collect(Supplier<T> step) {
        try {
            return step.get();
        } catch (UserError e) {
            add(e);
            return null;
        }
    }

    /** Returns the errors collected so far. */
    public List<UserError> each() {
        return List.copyOf(errors);
    }

    public boolean isEmpty() {
        return errors.isEmpty();
    }

    /**
     * @throws UserError if there are errors: the only one, or {@link UserErrors} in the order in which they were found
     */
    public void throwIfAny() {
        if (!isEmpty()) {
            throw asError();
        }
    }

    /**
     * Returns the only error, or {@link UserErrors} in the order in which they were found. There must be at least one
     * error.
     */
    public UserError asError() {
        return errors.size() == 1 ? errors.getFirst() : new UserErrors(errors);
    }
}
