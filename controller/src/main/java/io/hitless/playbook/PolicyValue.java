package io.hitless.playbook;

import io.hitless.source.Span;
import io.hitless.source.UserError;
import io.hitless.template.Template;
import io.hitless.template.eval.Scope;
import io.hitless.value.Undefined;
import org.jspecify.annotations.Nullable;

/** A value that may be a template: checked while loading where it is none, else when the play begins. */
public record PolicyValue<T>(Template written, Reading<T> reading) {
    /** Makes the value of what is written. */
    @FunctionalInterface
    public interface Reading<T> {
        /** @throws UserError if it is not of the kind */
        T read(@Nullable Object plain, Span at);
    }

    /**
     * The value for a play.
     *
     * @param scope variables of the play and extra variables
     * @throws UserError if it is undefined, or not of the kind
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
