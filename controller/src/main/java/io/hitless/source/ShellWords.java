package io.hitless.source;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Splits a line into words as a shell does, and removes quotes and backslashes. Each character keeps its position. */
public final class ShellWords {
    /** A word with its quotes, and its text without them. */
    public static final class Word {
        private final Span span;
        private final String text;
        private final int[] offsets;

        private Word(Span span, String text, int[] offsets) {
            this.span = span;
            this.text = text;
            this.offsets = offsets;
        }

        public Span span() {
            return span;
        }

        public String text() {
            return text;
        }

        /** Returns the rest of the word from this character on. */
        public MappedText from(int index) {
            if (index >= offsets.length) {
                return MappedText.opaque(new Span(span.file(), span.end(), span.end()), "");
            }
            Span rest = new Span(span.file(), offsets[index], span.end());
            return MappedText.mapped(rest, text.substring(index), Arrays.copyOfRange(offsets, index, offsets.length));
        }
    }

    private final SourceFile file;
    private final String source;
    private final int end;
    private final boolean comments;
    private int at;
    private final StringBuilder text = new StringBuilder();
    private final List<Integer> offsets = new ArrayList<>();

    private ShellWords(SourceFile file, int start, int end, boolean comments) {
        this.file = file;
        this.source = file.text();
        this.at = start;
        this.end = end;
        this.comments = comments;
    }

    /**
     * Returns the words of a line up to a {@code #}.
     *
     * @throws UserError if a quote is not closed
     */
    public static List<Word> beforeComment(Span line) {
        return new ShellWords(line.file(), line.start(), line.end(), true).words();
    }

    /**
     * Returns the words of a text in which {@code #} has no special meaning.
     *
     * @param name the name of the text, for errors
     * @throws UserError if a quote is not closed
     */
    public static List<String> of(String name, String text) {
        return new ShellWords(new SourceFile(name, text), 0, text.length(), false)
                .words().stream().map(Word::text).toList();
    }

    /** Returns a text as one word of a shell. */
    public static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    private List<Word> words() {
        List<Word> words = new ArrayList<>();
        while (at < end) {
            char c = source.charAt(at);
            if (isComment(c)) {
                break;
            } else if (Character.isWhitespace(c)) {
                at++;
            } else {
                words.add(word());
            }
        }
        return words;
    }

    private boolean isComment(char c) {
        return comments && c == '#';
    }

    private Word word() {
        int start = at;
        text.setLength(0);
        offsets.clear();
        while (at < end && !Character.isWhitespace(source.charAt(at)) && !isComment(source.charAt(at))) {
            char c = source.charAt(at);
            if (c == '\'' || c == '"') {
                quoted(c);
            } else {
                if (c == '\\' && at + 1 < end) {
                    at++;
                }
                take();
            }
        }
        return new Word(
                new Span(file, start, at),
                text.toString(),
                offsets.stream().mapToInt(Integer::intValue).toArray());
    }

    private void quoted(char quote) {
        int open = at++;
        while (at < end && source.charAt(at) != quote) {
            boolean escape = quote == '"'
                    && source.charAt(at) == '\\'
                    && at + 1 < end
                    && "\"\\".indexOf(source.charAt(at + 1)) >= 0;
            at += escape ? 1 : 0;
            take();
        }
        if (at >= end) {
            throw new UserError(new Span(file, open, open + 1), "a quote that is not closed");
        }
        at++;
    }

    private void take() {
        text.append(source.charAt(at));
        offsets.add(at++);
    }
}
