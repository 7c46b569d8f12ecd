package io.hitless.value;

import io.hitless.source.Span;
import io.hitless.source.UserError;
import org.jspecify.annotations.Nullable;

/**
 * The value of a variable, attribute or item that does not exist. It can be passed on, tested ({@code is defined}) and
 * replaced ({@code default}); any other use is an error that says what is missing.
 *
 * @param what the error's description of the missing name: {@code "'port' is undefined"}
 * @param where the place in a variable's template that refers to the missing name, or null if this is where the value
 *     is used
 * @param lenient whether the value is empty as a text, false as a condition and empty in a loop, rather than an error
 *     there: {@code {{ 'x' if false }}}
 * @param failure the error of the filter, test or call that failed to compute the value, or null. As in Ansible, the
 *     error is raised where the value is used, and {@code default} does not replace the value
 */
public record Undefined(
        @Nullable String what,
        @Nullable Span where,
        boolean lenient,
        @Nullable UserError failure) {
    public Undefined(@Nullable String what, @Nullable Span where) {
        this(what, where, false, null);
    }

    /** Returns the placeholder for the value of a filter, test or call that failed with {@code error}. */
    public static Undefined of(UserError error) {
        return error instanceof UndefinedError
                ? new Undefined(error.what(), error.span())
                : new Undefined(error.what(), error.span(), false, error);
    }

    public Undefined(@Nullable String what) {
        this(what, null);
    }

    /** Returns the same value, missing at {@code place}, unless its place is known already. */
    public Undefined at(Span place) {
        return where == null ? new Undefined(what, place, lenient, failure) : this;
    }

    public static Undefined name(String name) {
        return new Undefined("'" + name + "' is undefined");
    }

    /**
     * Returns the value of a member that {@code owner} lacks, with Ansible's message: {@code object of type 'dict' has
     * no attribute 'x'}.
     */
    public static Undefined member(@Nullable Object owner, @Nullable Object key) {
        return new Undefined("object of type '" + Values.typeName(owner) + "' has no attribute " + Values.repr(key));
    }

    /** Returns the error that a use of this value raises. */
    public UserError error() {
        return failure != null ? failure : new UndefinedError(where, what == null ? "undefined value" : what, null);
    }
}
