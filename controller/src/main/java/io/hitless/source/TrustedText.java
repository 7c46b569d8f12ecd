package io.hitless.source;

import org.jspecify.annotations.Nullable;

/**
 * A text that the operator wrote: in a file of this machine or on the command line. Only such a text is ever compiled
 * as a template or an expression, and only {@link MappedText#trusted} makes one, so that what a host, the network or
 * another program said can't become one.
 *
 * <p>A value that is such a text carries its origin by being that very object, through variables, lists, filters, facts
 * and loops alike. What is computed or comes from elsewhere is another object, and so is not trusted, even where it
 * reads the same.
 */
public final class TrustedText {
    private static final TextMarks<TrustedText> WRITTEN = new TextMarks<>();

    private final MappedText excerpt;

    TrustedText(MappedText excerpt) {
        this.excerpt = excerpt;
    }

    public MappedText excerpt() {
        return excerpt;
    }

    public String text() {
        return excerpt.text();
    }

    public Span span() {
        return excerpt.span();
    }

    /** The text as a value, which {@link #of} knows again wherever it went. */
    public String value() {
        return WRITTEN.marked(excerpt.text(), this);
    }

    /** The text that a value was written as; null if it came from elsewhere or was computed. */
    static @Nullable TrustedText of(@Nullable Object value) {
        return WRITTEN.of(value);
    }

    /** @throws UserError at {@code place}, where the value is used, if it came from elsewhere or was computed */
    public static TrustedText require(@Nullable Object value, Span place) {
        TrustedText text = of(value);
        if (text == null) {
            throw untrusted(place);
        }
        return text;
    }

    private static UserError untrusted(Span place) {
        return new UserError(
                place,
                "untrusted template or expression: only what is written in a playbook, an inventory or on the command"
                        + " line is evaluated",
                "this text came from a host or another program, or was put together: compare it as a value, as in"
                        + " r.stdout == 'ok'");
    }

    /**
     * A file, to be acted on rather than taken as data.
     *
     * @throws UserError if a host gave it
     */
    public static SourceFile own(SourceFile file) {
        if (file.isForeign()) {
            throw foreign(Span.whole(file));
        }
        return file;
    }

    private static UserError foreign(Span place) {
        String file = place.file().name();
        return new UserError(
                place,
                "untrusted file: a host gave it, so nothing in it is evaluated",
                "once you have checked it, 'setfattr -x user.hitless.origin " + file + "' makes it yours");
    }
}
