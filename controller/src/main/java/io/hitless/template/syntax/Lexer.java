package io.hitless.template.syntax;

import io.hitless.source.MappedText;
import io.hitless.source.UserError;
import io.hitless.template.syntax.Token.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a template into tokens. White space control happens here, as in Jinja2: {@code -} beside a mark eats the blanks
 * on its side, {@code +} keeps what {@code trim_blocks} or {@code lstrip_blocks} would eat.
 *
 * <pre>
 * template  = { data | "{{" ["-"|"+"] expression ["-"] "}}" | "{%" ["-"|"+"] statement ["-"|"+"] "%}" | "{#" … "#}" }
 * raw       = "{%" "raw" "%}" … "{%" "endraw" "%}"
 * integer   = digits { "_" digits } | "0x" hex | "0o" octal | "0b" binary
 * float     = digits [ "." digits ] [ "e" ["+"|"-"] digits ]
 * string    = "'" … "'" | '"' … '"'      with Python's escapes
 * </pre>
 */
final class Lexer {
    /** Longest first, so that the first that fits is the one. */
    private static final List<String> OPERATORS = List.of(
            "//", "**", "==", "!=", ">=", "<=", "+", "-", "/", "*", "%", "~", "[", "]", "(", ")", "{", "}", ">", "<",
            "=", ".", ":", "|", ",", ";");

    private final MappedText source;
    private final String text;
    private final Syntax syntax;
    private final List<Token> tokens = new ArrayList<>();
    private final Deque<Character> open = new ArrayDeque<>();
    private int at;
    /** Whether the blanks before the coming data go: the last mark ended in {@code -}. */
    private boolean eatBlanks;
    /** Whether one line end before the coming data goes: {@code trim_blocks}. */
    private boolean eatLineEnd;
    /** Whether backslashes in quoted texts stand for themselves just now. */
    private boolean literal;

    private Lexer(MappedText source, String text, Syntax syntax, int from) {
        this.source = source;
        this.text = text;
        this.syntax = syntax;
        this.at = from;
    }

    /** The tokens of a template, from the character {@code from} on. */
    static List<Token> template(MappedText source, Syntax syntax, int from) {
        // Jinja2 drops one line end at the very end; what Ansible puts back, Parsed does.
        String text = source.text();
        Lexer lexer =
                new Lexer(source, text.endsWith("\n") ? text.substring(0, text.length() - 1) : text, syntax, from);
        lexer.template();
        return lexer.finish();
    }

    /** The tokens of a bare expression. */
    static List<Token> expression(MappedText source) {
        Lexer lexer = new Lexer(source, source.text(), Syntax.ANSIBLE, 0);
        lexer.inside(null);
        return lexer.finish();
    }

    private List<Token> finish() {
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
            } else if (text.startsWith(syntax.commentStart(), mark)) {
                comment();
            } else if (text.startsWith(syntax.blockStart(), mark)) {
                block();
            } else {
                variable();
            }
        }
    }

    /** Where the next mark starts; where several fit, the longest is meant. */
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

    // A comment takes the blanks before it along.
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
        String statement = String.valueOf(syntax.lineStatement());
        tokens.add(new Token(Kind.BLOCK_START, statement, at, at + statement.length()));
        at += statement.length();
        int stop = end > at && text.charAt(end - 1) == ':' ? end - 1 : end;
        while (at < stop || !open.isEmpty()) {
            blanks();
            if (at < stop || !open.isEmpty()) {
                token();
            }
        }
        tokens.add(new Token(Kind.BLOCK_END, "", stop, end));
        at = Math.min(text.length(), lineEnd(Math.max(at, end)) + 1);
    }

    private void data(int from, int to) {
        int start = from;
        int end = to;
        if (eatBlanks) {
            while (start < end && Character.isWhitespace(text.charAt(start))) {
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

    /** Where data ends that stands before the mark at {@code mark}. */
    private int trimBefore(int mark, int start, int end) {
        boolean line = startsLineMark(mark);
        boolean block = text.startsWith(syntax.blockStart(), mark) || text.startsWith(syntax.commentStart(), mark);
        char control = line ? ' ' : control(mark);
        int trimmed = end;
        if (control == '-') {
            while (trimmed > start && Character.isWhitespace(text.charAt(trimmed - 1))) {
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
        literal = syntax.literalBackslashes();
        boolean ended = inside(syntax.variableEnd());
        literal = false;
        if (!ended) {
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
        if (!inside(syntax.blockEnd())) {
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

    /** If a raw block starts here, takes all of it as data. */
    private boolean raw(int start) {
        int end = statementEnd("raw", at);
        if (end < 0) {
            return false;
        }
        char control = text.charAt(end - syntax.blockEnd().length() - 1);
        closed(control, true);
        for (int mark = text.indexOf(syntax.blockStart(), end);
                mark >= 0;
                mark = text.indexOf(syntax.blockStart(), mark + 1)) {
            int inner = mark + syntax.blockStart().length();
            char before = inner < text.length() ? text.charAt(inner) : ' ';
            int close = statementEnd("endraw", before == '-' || before == '+' ? inner + 1 : inner);
            if (close >= 0) {
                data(end, mark);
                closed(text.charAt(close - syntax.blockEnd().length() - 1), true);
                at = close;
                return true;
            }
        }
        throw error(start, end, "this raw block has no end", "close it with {% endraw %}");
    }

    /** Where the statement ends that has but the name {@code word}, or -1. */
    private int statementEnd(String word, int from) {
        int i = from;
        while (i < text.length() && Character.isWhitespace(text.charAt(i))) {
            i++;
        }
        if (!text.startsWith(word, i)) {
            return -1;
        }
        i += word.length();
        while (i < text.length() && Character.isWhitespace(text.charAt(i))) {
            i++;
        }
        if (i < text.length() && (text.charAt(i) == '-' || text.charAt(i) == '+')) {
            i++;
        }
        return text.startsWith(syntax.blockEnd(), i) ? i + syntax.blockEnd().length() : -1;
    }

    /**
     * Takes tokens up to {@code close} outside of brackets, or to the end of the text for null; false if {@code close}
     * is missing.
     */
    private boolean inside(@Nullable String close) {
        while (true) {
            blanks();
            if (at >= text.length()) {
                return close == null;
            }
            if (close != null && open.isEmpty() && atClose(close)) {
                return true;
            }
            token();
        }
    }

    private boolean atClose(String close) {
        char c = text.charAt(at);
        return text.startsWith(close, at) || ((c == '-' || c == '+') && text.startsWith(close, at + 1));
    }

    private void blanks() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private void token() {
        char c = text.charAt(at);
        if (Character.isUnicodeIdentifierStart(c) || c == '_') {
            int start = at;
            while (at < text.length()
                    && (Character.isUnicodeIdentifierPart(text.charAt(at)) || text.charAt(at) == '_')) {
                at++;
            }
            tokens.add(new Token(Kind.NAME, text.substring(start, at), start, at));
        } else if (isDigit(c)) {
            number();
        } else if (c == '\'' || c == '"') {
            string(c);
        } else {
            operator();
        }
    }

    private void operator() {
        for (String operator : OPERATORS) {
            if (text.startsWith(operator, at)) {
                balance(operator.charAt(0));
                tokens.add(new Token(Kind.OPERATOR, operator, at, at + operator.length()));
                at += operator.length();
                return;
            }
        }
        String hint = switch (text.charAt(at)) {
            case '&' -> "Jinja2 says 'and'";
            case '!' -> "Jinja2 says 'not'";
            default -> null;
        };
        throw error(at, at + 1, "unexpected character '" + text.charAt(at) + "'", hint);
    }

    private void balance(char c) {
        switch (c) {
            case '(' -> open.push(')');
            case '[' -> open.push(']');
            case '{' -> open.push('}');
            case ')', ']', '}' -> {
                if (open.isEmpty()) {
                    throw error(at, at + 1, "unexpected '" + c + "'", null);
                }
                char wanted = open.pop();
                if (wanted != c) {
                    throw error(at, at + 1, "unexpected '" + c + "', '" + wanted + "' was to come first", null);
                }
            }
            default -> {}
        }
    }

    private void number() {
        int start = at;
        boolean member = !tokens.isEmpty()
                && tokens.getLast().isOperator(".")
                && tokens.getLast().end() == at;
        if (text.startsWith("0x", at)
                || text.startsWith("0X", at)
                || text.startsWith("0b", at)
                || text.startsWith("0o", at)) {
            at += 2;
            while (at < text.length() && (Character.digit(text.charAt(at), 16) >= 0 || text.charAt(at) == '_')) {
                at++;
            }
            tokens.add(new Token(Kind.INTEGER, text.substring(start, at), start, at));
            return;
        }
        digits();
        boolean real = false;
        if (!member && at + 1 < text.length() && text.charAt(at) == '.' && Character.isDigit(text.charAt(at + 1))) {
            real = true;
            at++;
            digits();
        }
        if (!member && exponent()) {
            real = true;
        }
        tokens.add(new Token(real ? Kind.FLOAT : Kind.INTEGER, text.substring(start, at), start, at));
    }

    private boolean exponent() {
        int i = at;
        if (i >= text.length() || Character.toLowerCase(text.charAt(i)) != 'e') {
            return false;
        }
        i++;
        if (i < text.length() && (text.charAt(i) == '+' || text.charAt(i) == '-')) {
            i++;
        }
        if (i >= text.length() || !Character.isDigit(text.charAt(i))) {
            return false;
        }
        at = i;
        digits();
        return true;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private void digits() {
        while (at < text.length() && (isDigit(text.charAt(at)) || text.charAt(at) == '_')) {
            at++;
        }
    }

    private void string(char quote) {
        int start = at++;
        StringBuilder content = new StringBuilder();
        while (at < text.length() && text.charAt(at) != quote) {
            if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                if (literal) {
                    // The quote itself is still to be written somehow; in Ansible that is an error.
                    content.append(text, text.charAt(at + 1) == quote ? at + 1 : at, at + 2);
                    at += 2;
                } else {
                    escape(content);
                }
            } else {
                content.append(text.charAt(at++));
            }
        }
        if (at >= text.length()) {
            throw error(start, start + 1, "this quote is not closed", null);
        }
        at++;
        tokens.add(new Token(Kind.STRING, content.toString(), start, at));
    }

    private void escape(StringBuilder content) {
        char c = text.charAt(at + 1);
        at += 2;
        switch (c) {
            case '\n' -> {}
            case 'n' -> content.append('\n');
            case 't' -> content.append('\t');
            case 'r' -> content.append('\r');
            case 'a' -> content.append('\u0007');
            case 'b' -> content.append('\b');
            case 'f' -> content.append('\f');
            case 'v' -> content.append('\u000b');
            case '\\', '\'', '"' -> content.append(c);
            case 'x' -> code(2, content);
            case 'u' -> code(4, content);
            case 'U' -> code(8, content);
            case '0', '1', '2', '3', '4', '5', '6', '7' -> {
                int from = at - 1;
                while (at < text.length() && at < from + 3 && text.charAt(at) >= '0' && text.charAt(at) <= '7') {
                    at++;
                }
                content.append((char) Integer.parseInt(text.substring(from, at), 8));
            }
            default -> content.append('\\').append(c);
        }
    }

    private void code(int length, StringBuilder content) {
        try {
            content.appendCodePoint(Integer.parseInt(text.substring(at, at + length), 16));
            at += length;
        } catch (IllegalArgumentException | IndexOutOfBoundsException _) {
            throw error(at - 2, at, "this escape needs " + length + " hexadecimal digits", null);
        }
    }

    private UserError error(int from, int to, String message, @Nullable String hint) {
        return new UserError(source.span(from, to), message, hint);
    }
}
