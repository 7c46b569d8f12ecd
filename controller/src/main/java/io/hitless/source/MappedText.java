package io.hitless.source;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A text from a file after unquoting or folding, in which each character knows its position in the file. So an error
 * inside a quoted YAML string points at the exact character.
 */
public final class MappedText {
    private final Span span;
    private final String text;
    private final int @Nullable [] offsets;

    private MappedText(Span span, String text, int @Nullable [] offsets) {
        this.span = span;
        this.text = text;
        this.offsets = offsets;
    }

    /** Returns the text exactly as it is in the file. */
    public static MappedText verbatim(Span span) {
        return new MappedText(span, span.text(), null);
    }

    /** Returns a text whose characters have no known positions: every error in it points at the whole span. */
    public static MappedText opaque(Span span, String text) {
        return new MappedText(span, text, new int[0]);
    }

    /** @param offsets the file offset of each character of {@code text} */
    public static MappedText mapped(Span span, String text, int[] offsets) {
        if (offsets.length != text.length()) {
            throw new IllegalArgumentException(offsets.length + " offsets for " + text.length() + " characters");
        }
        return new MappedText(span, text, offsets.clone());
    }

    public String text() {
        return text;
    }

    /** Returns whether the text may be compiled, which is the case if the operator wrote the file. */
    public boolean isTrusted() {
        return !span.file().isForeign();
    }

    /** @throws UserError if the file came from a host */
    public TrustedText trusted() {
        SourceFile _ = TrustedText.own(span.file());
        return new TrustedText(this);
    }

    public Span span() {
        return span;
    }

    /** Returns the span in the file of the characters from {@code from}, inclusive, to {@code to}, exclusive. */
    public Span span(int from, int to) {
        if (offsets == null) {
            return new Span(span.file(), span.start() + from, span.start() + Math.max(from, to));
        }
        if (offsets.length == 0) {
            return span;
        }
        int start = from < offsets.length ? offsets[from] : span.end();
        int end = to > from && to <= offsets.length ? offsets[to - 1] + 1 : start;
        return new Span(span.file(), start, Math.max(start, end));
    }

    /**
     * Returns the part of the text from {@code from}, inclusive, to {@code to}, exclusive; its characters keep their
     * positions.
     */
    public MappedText part(int from, int to) {
        Span place = span(from, to);
        if (offsets == null) {
            return verbatim(place);
        }
        String part = text.substring(from, to);
        return offsets.length == 0 ? opaque(place, part) : mapped(place, part, Arrays.copyOfRange(offsets, from, to));
    }

    /** Returns the part without blanks and line ends around it. */
    public MappedText stripped() {
        int end = text.stripTrailing().length();
        return part(Math.min(end, text.length() - text.stripLeading().length()), end);
    }

    /**
     * Returns another text, whose characters stand where those of this one do.
     *
     * @param origins of each character of the new text, the index in this one, rising
     */
    public MappedText rewritten(String other, int[] origins) {
        int first = origins.length == 0 ? 0 : origins[0];
        if (text.startsWith(other, first)) {
            return part(first, first + other.length());
        }
        Span place = span(first, origins[origins.length - 1] + 1);
        return offsets != null && offsets.length == 0
                ? opaque(place, other)
                : mapped(
                        place,
                        other,
                        Arrays.stream(origins)
                                .map(at -> span(at, at + 1).start())
                                .toArray());
    }

    @Override
    public String toString() {
        return text;
    }
}
