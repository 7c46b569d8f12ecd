package io.hitless.inventory;

import io.hitless.source.Excerpt;
import io.hitless.source.SourceFile;
import io.hitless.source.Span;
import io.hitless.source.UserError;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A line cut into words as a shell would, quotes and backslashes taken off and a comment left out, each character knowing its place. */
final class ShellWords {
    /** A word with its quotes, and what it says. */
    static final class Word {
        private final Span span;
        private final String text;
        private final int[] offsets;

        private Word(Span span, String text, int[] offsets) {
            this.span = span;
            this.text = text;
            this.offsets = offsets;
        }

        Span span() {
            return span;
        }

        String text() {
            return text;
        }

        Excerpt from(int index) {
            if (index >= offsets.length) {
                return Excerpt.opaque(new Span(span.file(), span.end(), span.end()), "");
            }
            Span rest = new Span(span.file(), offsets[index], span.end());
            return Excerpt.mapped(rest, text.substring(index), Arrays.copyOfRange(offsets, index, offsets.length));
        }
    }

    private final SourceFile file;
    private final String source;
    private final int end;
    private int at;
    private final StringBuilder text = new StringBuilder();
    private final List<Integer> offsets = new ArrayList<>();

    private ShellWords(SourceFile file, int start, int end) {
        this.file = file;
        this.source = file.text();
        this.at = start;
        this.end = end;
    }

    /** @throws UserError if a quote is not closed */
    static List<Word> of(Span line) {
        return new ShellWords(line.file(), line.start(), line.end()).words();
    }

    private List<Word> words() {
        List<Word> words = new ArrayList<>();
        while (at < end) {
            char c = source.charAt(at);
            if (c == '#') {
                break;
            } else if (Character.isWhitespace(c)) {
                at++;
            } else {
                words.add(word());
            }
        }
        return words;
    }

    private Word word() {
        int start = at;
        text.setLength(0);
        offsets.clear();
        while (at < end && !Character.isWhitespace(source.charAt(at)) && source.charAt(at) != '#') {
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
        return new Word(new Span(file, start, at), text.toString(), offsets.stream().mapToInt(Integer::intValue).toArray());
    }

    private void quoted(char quote) {
        int open = at++;
        while (at < end && source.charAt(at) != quote) {
            boolean escape = quote == '"' && source.charAt(at) == '\\' && at + 1 < end && "\"\\".indexOf(source.charAt(at + 1)) >= 0;
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
