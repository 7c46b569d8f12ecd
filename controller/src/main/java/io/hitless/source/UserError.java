package io.hitless.source;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An error in what the operator wrote or asked for, in the operator's terms: the position, what is wrong, what to try.
 * It has no stack trace because the program is not at fault.
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

    /** Returns what is wrong, without position and hint. */
    public String what() {
        return String.valueOf(super.getMessage());
    }

    public @Nullable Span span() {
        return span;
    }

    public @Nullable String hint() {
        return hint;
    }

    /** Returns this error with a position, unless it has one already: the innermost position wins. */
    public UserError at(Span place) {
        return span != null ? this : new UserError(place, what(), hint);
    }

    /** Returns this error with a hint, unless it has one already. */
    public UserError hinting(String help) {
        return hint != null ? this : new UserError(span, what(), help);
    }

    /** Returns the errors that this one consists of: itself, or the parts of {@link UserErrors}. */
    public List<UserError> each() {
        return List.of(this);
    }

    /** Returns position, what is wrong and hint in one line. */
    public String line() {
        return span == null ? explained() : span + ": " + explained();
    }

    /** Returns what is wrong and the hint in one line, for output that shows the position elsewhere. */
    public String explained() {
        return what() + (hint == null ? "" : "; " + hint);
    }

    /**
     * Returns the message with position, the line of the file with the faulty part underlined, and the hint: several
     * lines, without a line end after the last.
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
