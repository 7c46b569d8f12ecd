package io.hitless.source;

import org.jspecify.annotations.Nullable;

/**
 * A text that the operator wrote, in a file of this machine or on the command line. Only such texts are compiled as
 * templates or expressions, and only {@link MappedText#trusted} creates them, so texts from a host, the network or
 * another program are never compiled.
 *
 * <p>A value is recognised as such a text by object identity, so it keeps its origin in variables, lists, filters,
 * facts and loops. A value that was computed or came from elsewhere is another object and not trusted, even if the text
 * is equal.
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

    /** Returns the text as a value; {@link #of} recognises this object later. */
    public String value() {
        return WRITTEN.marked(excerpt.text(), this);
    }

    /** Returns the trusted text of a value, or null if the value was computed or came from elsewhere. */
    static @Nullable TrustedText of(@Nullable Object value) {
        return WRITTEN.of(value);
    }

    /**
     * Returns the trusted text of a value.
     *
     * @param place where the value is used; null if that is not known
     * @throws UserError if the value was computed or came from elsewhere
     */
    public static TrustedText require(@Nullable Object value, @Nullable Span place) {
        TrustedText text = of(value);
        if (text == null) {
            throw untrusted(place);
        }
        return text;
    }

    private static UserError untrusted(@Nullable Span place) {
        return new UserError(
                place,
                "untrusted template or expression: only what is written in a playbook, an inventory or on the command"
                        + " line is evaluated",
                "this text came from a host or another program, or was put together: compare it as a value, as in"
                        + " r.stdout == 'ok'");
    }

    /**
     * Returns a file that is to be executed rather than read as data.
     *
     * @throws UserError if the file came from a host
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
