package io.hitless.source;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An error in what the operator wrote or asked for, in their terms: the position, what is wrong, what to try. It
 * carries no stack trace, for the fault is not in the program.
 */
public class UserError extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient @Nullable Span span;
    private final @Nullable String hint;

    public UserError(String message) {
        this(null, message, null);
    }

    public UserError(@Nullable Span span, String message) {
        this(span, message, null);
    }

    public UserError(@Nullable Span span, String message, @Nullable String hint) {
        super(message, null, false, false);
        this.span = span;
        this.hint = hint;
    }

    /** What was wrong, without place or hint. */
    public String what() {
        return String.valueOf(super.getMessage());
    }

    public @Nullable Span span() {
        return span;
    }

    public @Nullable String hint() {
        return hint;
    }

    /** This error at {@code place}, unless it has a place already: the innermost position wins. */
    public UserError at(Span place) {
        return span != null ? this : new UserError(place, what(), hint);
    }

    /** This error with a hint, unless it has one already. */
    public UserError hinting(String help) {
        return hint != null ? this : new UserError(span, what(), help);
    }

    /** The errors in this one: itself, except for {@link UserErrors}. */
    public List<UserError> each() {
        return List.of(this);
    }

    /** In one line: place, what is wrong, hint. */
    public String line() {
        return span == null ? explained() : span + ": " + explained();
    }

    /** In one line: what is wrong, hint. For those who show the place apart. */
    public String explained() {
        return what() + (hint == null ? "" : "; " + hint);
    }

    /**
     * The message with place, the offending line with the stretch underlined, and the hint; several lines, no line end
     * at the last.
     */
    public String render() {
        StringBuilder out = new StringBuilder();
        if (span != null) {
            out.append(span).append(": ");
        }
        out.append(what());
        if (span != null) {
            out.append('\n').append(Snippet.of(span));
        }
        if (hint != null) {
            out.append("\nhint: ").append(hint);
        }
        return out.toString();
    }

    @Override
    public String getMessage() {
        return span == null ? what() : span + ": " + what();
    }
}
