package io.hitless.yaml;

import io.hitless.source.MappedText;
import io.hitless.source.Span;
import java.util.Arrays;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * Finds the position of each character of a scalar: reads it again in its style, and compares the result with the
 * parser's. If they differ, the text has no positions rather than wrong ones.
 */
final class ScalarText {
    private final String source;
    private final int end;
    private final StringBuilder text = new StringBuilder();
    private int[] offsets;
    private int at;

    private ScalarText(Span span, int length) {
        this.source = span.file().text();
        this.at = span.start();
        this.end = span.end();
        this.offsets = new int[Math.max(16, length)];
    }

    static MappedText of(ScalarNode node, Span span) {
        String value = node.getValue();
        if (node.isPlain() && span.text().equals(value)) {
            return MappedText.verbatim(span);
        }
        ScalarText walk = new ScalarText(span, value.length());
        switch (node.getScalarStyle()) {
            case PLAIN -> walk.flow('\0');
            case SINGLE_QUOTED -> walk.flow('\'');
            case DOUBLE_QUOTED, JSON_SCALAR_STYLE -> walk.flow('"');
            case LITERAL -> walk.block(value, false);
            case FOLDED -> walk.block(value, true);
        }
        boolean block = switch (node.getScalarStyle()) {
            case LITERAL, FOLDED -> true;
            case PLAIN, SINGLE_QUOTED, DOUBLE_QUOTED, JSON_SCALAR_STYLE -> false;
        };
        return walk.excerpt(block ? walk.withoutTrailingBreaks(span) : span, value);
    }

    private MappedText excerpt(Span span, String value) {
        boolean same = text.length() >= value.length()
                && text.substring(0, value.length()).equals(value);
        return same && !value.isEmpty()
                ? MappedText.mapped(span, value, Arrays.copyOf(offsets, value.length()))
                : MappedText.opaque(span, value);
    }

    private Span withoutTrailingBreaks(Span span) {
        int last = span.end();
        while (last > span.start() + 1 && Offsets.isBlank(source.charAt(last - 1))) {
            last--;
        }
        return new Span(span.file(), span.start(), last);
    }

    private void put(char c, int offset) {
        if (text.length() == offsets.length) {
            offsets = Arrays.copyOf(offsets, offsets.length * 2);
        }
        offsets[text.length()] = offset;
        text.append(c);
    }

    // Plain and quoted: blanks with one line break become a space; further breaks stay.
    private void flow(char quote) {
        int stop = quote == '\0' ? end : end - 1;
        at += quote == '\0' ? 0 : 1;
        while (at < stop) {
            char c = source.charAt(at);
            if (Offsets.isBlank(c)) {
                blanks(stop, false);
            } else if (c == '\\' && quote == '"') {
                escape(stop);
            } else {
                put(c, at);
                at += c == '\'' && quote == '\'' ? 2 : 1;
            }
        }
    }

    private void blanks(int stop, boolean afterEscapedBreak) {
        int from = at;
        int breaks = 0;
        while (at < stop && Offsets.isBlank(source.charAt(at))) {
            if (isBreak(at)) {
                breaks++;
                if (breaks > 1 || afterEscapedBreak) {
                    put('\n', at);
                }
            }
            at++;
        }
        if (breaks == 0 && !afterEscapedBreak) {
            for (int i = from; i < at; i++) {
                put(source.charAt(i), i);
            }
        } else if (breaks == 1 && !afterEscapedBreak) {
            put(' ', from);
        }
    }

    // The last character of a line end: "\n", "\r\n" and "\r" are one each.
    private boolean isBreak(int i) {
        char c = source.charAt(i);
        return c == '\n' || (c == '\r' && (i + 1 >= source.length() || source.charAt(i + 1) != '\n'));
    }

    private void escape(int stop) {
        int start = at;
        char c = source.charAt(at + 1);
        at += 2;
        int digits = switch (c) {
            case 'x' -> 2;
            case 'u' -> 4;
            case 'U' -> 8;
            default -> 0;
        };
        if (digits > 0) {
            int point = Integer.parseInt(source, at, at + digits, 16);
            at += digits;
            for (char unit : Character.toChars(point)) {
                put(unit, start);
            }
        } else if (c == '\n' || c == '\r') {
            at += c == '\r' && source.startsWith("\n", at) ? 1 : 0;
            blanks(stop, true);
        } else {
            put(escaped(c), start);
        }
    }

    private static char escaped(char c) {
        return switch (c) {
            case '0' -> '\0';
            case 'a' -> '\u0007';
            case 'b' -> '\b';
            case 't' -> '\t';
            case 'n' -> '\n';
            case 'v' -> '\u000b';
            case 'f' -> '\f';
            case 'r' -> '\r';
            case 'e' -> '\u001b';
            case 'N' -> '\u0085';
            case '_' -> '\u00a0';
            case 'L' -> '\u2028';
            case 'P' -> '\u2029';
            default -> c;
        };
    }

    // Literal and folded: the first line with content shows how much indentation the value has lost.
    private void block(String value, boolean folded) {
        at = lineEnd(at) + 1;
        int indent = Math.max(
                0, leadingSpaces(source, firstContent(source, at)) - leadingSpaces(value, firstContent(value, 0)));
        boolean moreIndentedBefore = true; // leading blank lines are kept
        int waitingFrom = -1;
        while (at < end) {
            int lineEnd = Math.min(lineEnd(at), end);
            int visibleEnd = lineEnd > at && source.charAt(lineEnd - 1) == '\r' ? lineEnd - 1 : lineEnd;
            int from = Math.min(at + indent, visibleEnd);
            if (from < visibleEnd) {
                boolean moreIndented = Offsets.isBlank(source.charAt(from));
                breaks(waitingFrom, at, folded && !moreIndented && !moreIndentedBefore);
                waitingFrom = lineEnd;
                moreIndentedBefore = moreIndented;
                for (int i = from; i < visibleEnd; i++) {
                    put(source.charAt(i), i);
                }
            } else if (waitingFrom < 0) {
                waitingFrom = at;
            }
            at = lineEnd + 1;
        }
        breaks(waitingFrom, end, false);
        put('\n', Math.max(0, end - 1)); // the parser adds a line end to a last line without one
    }

    private void breaks(int from, int to, boolean folded) {
        if (from < 0) {
            return;
        }
        int count = 0;
        for (int i = from; i < to && i < source.length(); i++) {
            if (isBreak(i)) {
                count++;
                if (!folded || count > 1) {
                    put('\n', i);
                }
            }
        }
        if (folded && count == 1) {
            put(' ', from);
        }
    }

    private int lineEnd(int from) {
        int newline = source.indexOf('\n', from);
        return newline < 0 ? source.length() : newline;
    }

    private static int firstContent(String text, int from) {
        int line = from;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n') {
                line = i + 1;
            } else if (c != ' ' && c != '\r') {
                return line;
            }
        }
        return text.length();
    }

    private static int leadingSpaces(String text, int from) {
        int i = from;
        while (i < text.length() && text.charAt(i) == ' ') {
            i++;
        }
        return i - from;
    }
}
