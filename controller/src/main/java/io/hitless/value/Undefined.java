package io.hitless.value;

import io.hitless.source.Span;
import io.hitless.source.UserError;
import org.jspecify.annotations.Nullable;

/**
 * The value of a name or member that does not exist. It may be passed on, tested ({@code is defined}) and replaced
 * ({@code default}); any other use is an error that says what is missing.
 *
 * @param what what was looked for, in the words of an error: {@code "'port' is undefined"}
 * @param where the place in a variable's own template where it was missing, or null if that is where the value is used
 * @param lenient whether it is nothing rather than an error as a text, as a truth and in a loop: {@code {{ 'x' if false
 *     }}}
 * @param failure the error of the filter, test or call that was to give the value, or null: as in Ansible, it counts
 *     where the value is used, and nothing replaces it
 */
public record Undefined(
        @Nullable String what,
        @Nullable Span where,
        boolean lenient,
        @Nullable UserError failure) {
    public Undefined(@Nullable String what, @Nullable Span where) {
        this(what, where, false, null);
    }

    /** What stands for the value of a filter, test or call that ended in {@code error}. */
    public static Undefined of(UserError error) {
        return error instanceof UndefinedError
                ? new Undefined(error.what(), error.span())
                : new Undefined(error.what(), error.span(), false, error);
    }

    public Undefined(@Nullable String what) {
        this(what, null);
    }

    /** The same, missing at {@code place} unless it is known where. */
    public Undefined at(Span place) {
        return where == null ? new Undefined(what, place, lenient, failure) : this;
    }

    public static Undefined name(String name) {
        return new Undefined("'" + name + "' is undefined");
    }

    /** A member that {@code owner} lacks, in Ansible's words: {@code object of type 'dict' has no attribute 'x'}. */
    public static Undefined member(@Nullable Object owner, @Nullable Object key) {
        return new Undefined("object of type '" + Values.typeName(owner) + "' has no attribute " + Values.repr(key));
    }

    /** The error of using it. */
    public UserError error() {
        return failure != null ? failure : new UndefinedError(where, what == null ? "undefined value" : what, null);
    }
}
