package io.hitless.playbook;

import io.hitless.source.Span;
import io.hitless.source.UserError;
import io.hitless.template.Template;
import io.hitless.template.eval.Scope;
import io.hitless.value.Undefined;
import org.jspecify.annotations.Nullable;

/** A value that may be a template. Without template it is checked while loading, otherwise when the play starts. */
public record PolicyValue<T>(Template written, Reading<T> reading) {
    /** Converts the plain value to {@code T}. */
    @FunctionalInterface
    public interface Reading<T> {
        /** @throws UserError if the value is not valid */
        T read(@Nullable Object plain, Span at);
    }

    /**
     * Returns the value for a play.
     *
     * @param scope the variables of the play and extra variables
     * @throws UserError if the value is undefined or not valid
     */
    public T in(Scope scope) {
        Object value = written.resolve(scope);
        if (value instanceof Undefined missing) {
            throw new UserError(
                    written.span(),
                    "in '" + Policy.VARIABLE + "': " + missing.what(),
                    "only variables of the play and extra variables are known here");
        }
        return reading.read(value, written.span());
    }
}
