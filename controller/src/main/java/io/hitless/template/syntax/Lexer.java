package io.hitless.template.syntax;

import io.hitless.source.MappedText;
import io.hitless.source.UserError;
import io.hitless.template.syntax.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Splits a template into tokens; {@link ExpressionLexer} splits the text within delimiters. White space control happens
 * here, as in Jinja2: {@code -} beside a delimiter removes the white space on its side, {@code +} keeps the white space
 * that {@code trim_blocks} or {@code lstrip_blocks} would remove.
 *
 * <pre>
 * template  = { data | "{{" ["-"|"+"] expression ["-"] "}}" | "{%" ["-"|"+"] statement ["-"|"+"] "%}" | "{#" … "#}" }
 * raw       = "{%" "raw" "%}" … "{%" "endraw" "%}"
 * </pre>
 */
final class Lexer {
    private final MappedText source;
    private final String text;
    private final Syntax syntax;
    private final List<Token> tokens = new ArrayList<>();
    private int at;
    /** Whether to remove the blanks before the next data, because the last delimiter ended in {@code -}. */
    private boolean eatBlanks;
    /** Whether to remove a line end before the next data, because of {@code trim_blocks}. */
    private boolean eatLineEnd;

    private Lexer(MappedText source, String text, Syntax syntax, int from) {
        this.source = source;
        this.text = text;
        this.syntax = syntax;
        this.at = from;
    }

    /** Reads the tokens of a template from the offset {@code from} on. */
    static List<Token> template(MappedText source, Syntax syntax, int from) {
        // Jinja2 drops one line end at the end. TemplateEngine restores it, as Ansible does.
        String text = source.text();
        Lexer lexer =
                new Lexer(source, text.endsWith("\n") ? text.substring(0, text.length() - 1) : text, syntax, from);
        lexer.template();
        return ended(lexer.tokens, lexer.text);
    }

    /** The tokens of a bare expression. */
    static List<Token> expression(MappedText source) {
        List<Token> tokens = new ArrayList<>();
        new ExpressionLexer(source, source.text(), 0, false, tokens).upTo(null);
        return ended(tokens, source.text());
    }

    private static List<Token> ended(List<Token> tokens, String text) {
        tokens.add(new Token(Kind.END, "", text.length(), text.length()));
        return tokens;
    }

    private void template() {
        while (at < text.length()) {
            int mark = nextMark(at);
            data(at, startsComment(mark) ? withoutBlanks(mark) : mark);
            at = mark;
            if (mark == text.length()) {
                return;
            }
            if (startsLineMark(mark)) {
                lineMark();
            } else if (startMark(mark).equals(syntax.commentStart())) {
                comment();
            } else if (startMark(mark).equals(syntax.blockStart())) {
                block();
            } else {
                variable();
            }
        }
    }

    /** The offset of the next delimiter, or the end of the text. */
    private int nextMark(int from) {
        int first = text.length();
        for (String mark : List.of(syntax.variableStart(), syntax.blockStart(), syntax.commentStart())) {
            int found = text.indexOf(mark, from);
            if (found >= 0 && found < first) {
                first = found;
            }
        }
        if (syntax.lineStatement() != null || syntax.lineComment() != null) {
            for (int i = from; i < first; i++) {
                if (startsLineMark(i)) {
                    return i;
                }
            }
        }
        return first;
    }

    private boolean startsComment(int i) {
        String comment = syntax.lineComment();
        return comment != null && text.startsWith(comment, i);
    }

    // Blanks before a line comment belong to the comment.
    private int withoutBlanks(int end) {
        int from = end;
        while (from > at && (text.charAt(from - 1) == ' ' || text.charAt(from - 1) == '\t')) {
            from--;
        }
        return from;
    }

    private boolean startsLineMark(int i) {
        if (startsComment(i)) {
            return true;
        }
        String statement = syntax.lineStatement();
        return statement != null
                && text.startsWith(statement, i)
                && text.substring(lineStart(i), i).isBlank();
    }

    private int lineStart(int i) {
        return text.lastIndexOf('\n', i - 1) + 1;
    }

    private int lineEnd(int i) {
        int end = text.indexOf('\n', i);
        return end < 0 ? text.length() : end;
    }

    private void lineMark() {
        if (startsComment(at)) {
            at = lineEnd(at);
            return;
        }
        int end = lineEnd(at);
        String mark = String.valueOf(syntax.lineStatement());
        tokens.add(new Token(Kind.BLOCK_START, mark, at, at + mark.length()));
        at += mark.length();
        int stop = end > at && text.charAt(end - 1) == ':' ? end - 1 : end;
        ExpressionLexer statement = expression(false);
        statement.line(stop);
        at = statement.at();
        tokens.add(new Token(Kind.BLOCK_END, "", stop, end));
        at = Math.min(text.length(), lineEnd(Math.max(at, end)) + 1);
    }

    private void data(int from, int to) {
        int start = from;
        int end = to;
        if (eatBlanks) {
            while (start < end && ExpressionLexer.isSpace(text.charAt(start))) {
                start++;
            }
        } else if (eatLineEnd && start < end) {
            if (text.startsWith("\r\n", start)) {
                start += 2;
            } else if (text.charAt(start) == '\n') {
                start++;
            }
        }
        eatBlanks = false;
        eatLineEnd = false;
        if (to < text.length()) {
            end = trimBefore(to, start, end);
        }
        if (start < end) {
            tokens.add(new Token(Kind.DATA, lines(text.substring(start, end)), start, end));
        }
    }

    /** The end of the data before the delimiter at {@code mark}, after removal of white space. */
    private int trimBefore(int mark, int start, int end) {
        boolean line = startsLineMark(mark);
        boolean block = !startMark(mark).equals(syntax.variableStart());
        char control = line ? ' ' : control(mark);
        int trimmed = end;
        if (control == '-') {
            while (trimmed > start && ExpressionLexer.isSpace(text.charAt(trimmed - 1))) {
                trimmed--;
            }
        } else if (line || (block && control != '+' && syntax.lstripBlocks())) {
            while (trimmed > start && (text.charAt(trimmed - 1) == ' ' || text.charAt(trimmed - 1) == '\t')) {
                trimmed--;
            }
            boolean aloneBefore =
                    trimmed == lineStart(mark) || (trimmed == start && start > 0 && text.charAt(start - 1) == '\n');
            return aloneBefore ? trimmed : end;
        }
        return trimmed;
    }

    private char control(int mark) {
        int after = mark + startMark(mark).length();
        return after < text.length() ? text.charAt(after) : ' ';
    }

    private String startMark(int mark) {
        String longest = "";
        for (String candidate : List.of(syntax.commentStart(), syntax.blockStart(), syntax.variableStart())) {
            if (text.startsWith(candidate, mark) && candidate.length() > longest.length()) {
                longest = candidate;
            }
        }
        return longest;
    }

    private String lines(String data) {
        String plain =
                data.indexOf('\r') < 0 ? data : data.replace("\r\n", "\n").replace('\r', '\n');
        return syntax.newline().equals("\n") ? plain : plain.replace("\n", syntax.newline());
    }

    private void comment() {
        int start = at;
        int end = text.indexOf(syntax.commentEnd(), at + syntax.commentStart().length());
        if (end < 0) {
            throw error(
                    start,
                    start + syntax.commentStart().length(),
                    "this comment has no end",
                    "close it with " + syntax.commentEnd());
        }
        closed(end > start ? text.charAt(end - 1) : ' ', true);
        at = end + syntax.commentEnd().length();
    }

    private void closed(char control, boolean trimmable) {
        eatBlanks = control == '-';
        eatLineEnd = trimmable && control != '+' && syntax.trimBlocks();
    }

    private void variable() {
        int start = at;
        skipMark(syntax.variableStart());
        tokens.add(new Token(Kind.VARIABLE_START, syntax.variableStart(), start, at));
        if (!inside(syntax.variableEnd(), syntax.literalBackslashes())) {
            throw error(start, at, "this expression has no end", "close it with " + syntax.variableEnd());
        }
        end(Kind.VARIABLE_END, syntax.variableEnd(), false);
    }

    private void block() {
        int start = at;
        skipMark(syntax.blockStart());
        if (raw(start)) {
            return;
        }
        tokens.add(new Token(Kind.BLOCK_START, syntax.blockStart(), start, at));
        if (!inside(syntax.blockEnd(), false)) {
            throw error(start, at, "this statement has no end", "close it with " + syntax.blockEnd());
        }
        end(Kind.BLOCK_END, syntax.blockEnd(), true);
    }

    private void skipMark(String mark) {
        at += mark.length();
        if (at < text.length() && (text.charAt(at) == '-' || text.charAt(at) == '+')) {
            at++;
        }
    }

    private void end(Kind kind, String mark, boolean trimmable) {
        char control = text.charAt(at);
        int start = at;
        at += text.startsWith(mark, at) ? mark.length() : mark.length() + 1;
        tokens.add(new Token(kind, mark, start, at));
        closed(control == '-' || control == '+' ? control : ' ', trimmable);
    }

    /** Reads a whole raw block as data, if one starts here. Returns whether there is one. */
    private boolean raw(int start) {
        int end = statementEnd("raw", at, "-");
        if (end < 0) {
            return false;
        }
        closed(text.charAt(end - syntax.blockEnd().length() - 1), false);
        for (int mark = text.indexOf(syntax.blockStart(), end);
                mark >= 0;
                mark = text.indexOf(syntax.blockStart(), mark + 1)) {
            int inner = mark + syntax.blockStart().length();
            char before = inner < text.length() ? text.charAt(inner) : ' ';
            int close = statementEnd("endraw", before == '-' || before == '+' ? inner + 1 : inner, "-+");
            if (close >= 0) {
                data(end, mark);
                closed(text.charAt(close - syntax.blockEnd().length() - 1), true);
                at = close;
                return true;
            }
        }
        throw error(start, end, "this raw block has no end", "close it with {% endraw %}");
    }

    /**
     * The end of a statement that consists only of the name {@code word}; -1 if there is no such statement here.
     *
     * @param controls the characters that may come before the closing delimiter
     */
    private int statementEnd(String word, int from, String controls) {
        int i = from;
        while (i < text.length() && ExpressionLexer.isSpace(text.charAt(i))) {
            i++;
        }
        if (!text.startsWith(word, i)) {
            return -1;
        }
        i += word.length();
        while (i < text.length() && ExpressionLexer.isSpace(text.charAt(i))) {
            i++;
        }
        if (i < text.length() && controls.indexOf(text.charAt(i)) >= 0) {
            i++;
        }
        return text.startsWith(syntax.blockEnd(), i) ? i + syntax.blockEnd().length() : -1;
    }

    /** Reads the tokens of an expression or statement. Returns false if the closing delimiter is missing. */
    private boolean inside(String close, boolean literal) {
        ExpressionLexer expression = expression(literal);
        boolean closed = expression.upTo(close);
        at = expression.at();
        return closed;
    }

    private ExpressionLexer expression(boolean literal) {
        return new ExpressionLexer(source, text, at, literal, tokens);
    }

    private UserError error(int from, int to, String message, @Nullable String hint) {
        return new UserError(source.span(from, to), message, hint);
    }
}
