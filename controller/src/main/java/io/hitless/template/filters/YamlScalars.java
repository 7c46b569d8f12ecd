package io.hitless.template.filters;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes scalars for {@link YamlText}: without quotes if possible, in quotes, or as blocks of lines. */
final class YamlScalars {
    private final YamlWriter out;
    private final boolean unicode;

    /** @param unicode whether characters beyond ASCII are written unescaped */
    YamlScalars(YamlWriter out, boolean unicode) {
        this.out = out;
        this.unicode = unicode;
    }

    /** @param wanted the preferred style: {@code " ' | >}, or 0 for none */
    void write(YamlScalar scalar, char wanted, boolean isKey) {
        YamlStyles styles = new YamlStyles(scalar.text(), unicode);
        char style = style(scalar, styles, wanted, isKey);
        String tag = tag(scalar, style);
        if (tag != null) {
            out.mark(tag, true, false, false);
        }
        int before = out.enter(true, false);
        int[] text = scalar.text().codePoints().toArray();
        switch (style) {
            case '"' -> doubleQuoted(text, !isKey);
            case '\'' -> singleQuoted(text, !isKey);
            case '|' -> literal(text);
            case '>' -> folded(text);
            default -> bare(text, !isKey);
        }
        out.leave(before);
    }

    private char style(YamlScalar scalar, YamlStyles styles, char wanted, boolean isKey) {
        char style = isKey && styles.severalLines ? '"' : wanted;
        if (style == 0) {
            boolean fits = out.inBrackets() ? styles.bareInBrackets : styles.bare;
            boolean isNothing = scalar.text().isEmpty() && (out.inBrackets() || isKey);
            style = fits && !isNothing && scalar.isPlainType() ? ' ' : '\'';
        }
        if (style == '\'' && !styles.singleQuotes) {
            style = '"';
        }
        boolean lines = style == '|' || style == '>';
        return lines && (!styles.block || out.inBrackets() || isKey) ? '"' : style;
    }

    private static @Nullable String tag(YamlScalar scalar, char style) {
        if (!scalar.tag().isEmpty()) {
            return scalar.tag();
        }
        return style != ' ' && !scalar.isQuotedType() ? "!" : null;
    }

    private void bare(int[] text, boolean folds) {
        if (!out.afterBlank() && (text.length > 0 || out.inBrackets())) {
            out.put(' ');
        }
        boolean afterSpace = false;
        for (int i = 0; i < text.length; i++) {
            boolean space = text[i] == ' ';
            if (space && folds && !afterSpace && out.isWide() && !isSpace(text, i + 1)) {
                out.toIndent();
            } else {
                out.put(text[i]);
            }
            afterSpace = space;
            if (!space) {
                out.inLine();
            }
        }
        out.endsWord();
    }

    private static boolean isSpace(int[] text, int i) {
        return i < text.length && text[i] == ' ';
    }

    private void singleQuoted(int[] text, boolean folds) {
        out.mark("'", true, false, false);
        boolean afterSpace = false;
        boolean afterBreak = false;
        for (int i = 0; i < text.length; i++) {
            int c = text[i];
            if (c == ' ') {
                boolean inside = i > 0 && i < text.length - 1;
                if (folds && !afterSpace && inside && out.isWide() && !isSpace(text, i + 1)) {
                    out.toIndent();
                } else {
                    out.put(c);
                }
                afterSpace = true;
            } else if (YamlStyles.isBreak(c)) {
                if (!afterBreak && c == '\n') {
                    out.lineEnd();
                }
                lineEnd(c);
                afterBreak = true;
            } else {
                if (afterBreak) {
                    out.toIndent();
                }
                if (c == '\'') {
                    out.put(c);
                }
                out.put(c);
                out.inLine();
                afterSpace = false;
                afterBreak = false;
            }
        }
        if (afterBreak) {
            out.toIndent();
        }
        out.mark("'", false, false, false);
        out.endsWord();
    }

    private void lineEnd(int c) {
        if (c == '\n') {
            out.lineEnd();
        } else {
            out.otherLineEnd(c);
        }
    }

    private void doubleQuoted(int[] text, boolean folds) {
        out.mark("\"", true, false, false);
        boolean afterSpace = false;
        for (int i = 0; i < text.length; i++) {
            int c = text[i];
            boolean escaped = !YamlStyles.isPrintable(c)
                    || (c > 0x7f && !unicode)
                    || YamlStyles.isBreak(c)
                    || c == '"'
                    || c == '\\';
            boolean space = c == ' ';
            boolean inside = i > 0 && i < text.length - 1;
            if (escaped) {
                out.text(escape(c));
            } else if (space && folds && !afterSpace && inside && out.isWide()) {
                out.toIndent();
                if (isSpace(text, i + 1)) {
                    out.put('\\');
                }
            } else {
                out.put(c);
            }
            afterSpace = space;
        }
        out.mark("\"", false, false, false);
        out.endsWord();
    }

    private static String escape(int c) {
        return switch (c) {
            case 0 -> "\\0";
            case 7 -> "\\a";
            case 8 -> "\\b";
            case 9 -> "\\t";
            case 10 -> "\\n";
            case 11 -> "\\v";
            case 12 -> "\\f";
            case 13 -> "\\r";
            case 0x1b -> "\\e";
            case '"' -> "\\\"";
            case '\\' -> "\\\\";
            case 0x85 -> "\\N";
            case 0xa0 -> "\\_";
            case 0x2028 -> "\\L";
            case 0x2029 -> "\\P";
            default -> String.format(Locale.ROOT, c <= 0xff ? "\\x%02X" : c <= 0xffff ? "\\u%04X" : "\\U%08X", c);
        };
    }

    /** Writes the header of a block of lines, with its indentation and chomping indicators. */
    private void head(String mark, int[] text) {
        out.mark(mark, true, false, false);
        if (text.length > 0 && (text[0] == ' ' || YamlStyles.isBreak(text[0]))) {
            out.mark(String.valueOf(out.step), false, false, false);
        }
        int last = text.length - 1;
        if (last < 0 || !YamlStyles.isBreak(text[last])) {
            out.mark("-", false, false, false);
        } else if (last == 0 || YamlStyles.isBreak(text[last - 1])) {
            out.mark("+", false, false, false);
        }
        out.headEnd();
    }

    private void literal(int[] text) {
        head("|", text);
        boolean afterBreak = true;
        for (int c : text) {
            if (YamlStyles.isBreak(c)) {
                lineEnd(c);
                afterBreak = true;
            } else {
                if (afterBreak) {
                    out.toIndent();
                }
                out.put(c);
                out.inLine();
                afterBreak = false;
            }
        }
    }

    private void folded(int[] text) {
        head(">", text);
        boolean afterBreak = true;
        boolean indented = true;
        for (int i = 0; i < text.length; i++) {
            int c = text[i];
            if (YamlStyles.isBreak(c)) {
                if (!afterBreak && !indented && c == '\n' && !isBlankAfterBreaks(text, i)) {
                    out.lineEnd();
                }
                lineEnd(c);
                afterBreak = true;
                continue;
            }
            if (afterBreak) {
                out.toIndent();
                indented = YamlStyles.isBlank(c);
            }
            if (!afterBreak && c == ' ' && !isSpace(text, i + 1) && out.isWide()) {
                out.toIndent();
            } else {
                out.put(c);
            }
            out.inLine();
            afterBreak = false;
        }
    }

    private static boolean isBlankAfterBreaks(int[] text, int from) {
        int i = from;
        while (i < text.length && YamlStyles.isBreak(text[i])) {
            i++;
        }
        return i == text.length || YamlStyles.isBlank(text[i]);
    }
}
