package io.hitless.template.syntax;

import io.hitless.source.MappedText;
import io.hitless.source.UserError;
import io.hitless.template.syntax.Token.Kind;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Splits an expression into tokens.
 *
 * <pre>
 * integer   = digits { "_" digits } | "0x" hex | "0o" octal | "0b" binary
 * float     = digits [ "." digits ] [ "e" ["+"|"-"] digits ]
 * string    = "'" … "'" | '"' … '"'      with Python's escapes
 * </pre>
 */
final class ExpressionLexer {
    /** Longest first, so that the first match is the right one. */
    private static final List<String> OPERATORS = List.of(
            "//", "**", "==", "!=", ">=", "<=", "+", "-", "/", "*", "%", "~", "[", "]", "(", ")", "{", "}", ">", "<",
            "=", ".", ":", "|", ",", ";");

    private final MappedText source;
    private final String text;
    private final List<Token> tokens;
    private final boolean literal;
    private final Deque<Character> open = new ArrayDeque<>();
    private int at;

    /**
     * @param text the beginning of the source, up to where it is read
     * @param from the offset at which the expression starts
     * @param literal whether backslashes in quoted texts are ordinary characters
     * @param tokens receives the tokens
     */
    ExpressionLexer(MappedText source, String text, int from, boolean literal, List<Token> tokens) {
        this.source = source;
        this.text = text;
        this.at = from;
        this.literal = literal;
        this.tokens = tokens;
    }

    /** The current offset. */
    int at() {
        return at;
    }

    /** Reads tokens up to {@code stop}; if brackets are open there, up to the last closing bracket. */
    void line(int stop) {
        while (at < stop || !open.isEmpty()) {
            blanks();
            if (at < stop || !open.isEmpty()) {
                token();
            }
        }
    }

    /**
     * Reads tokens up to {@code close} outside of brackets; null: up to the end of the text. Returns false if
     * {@code close} is missing.
     */
    boolean upTo(@Nullable String close) {
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
        while (at < text.length() && isSpace(text.charAt(at))) {
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
                    // As in Ansible, a backslash before a quote is kept, too.
                    content.append(text, at, at + 2);
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

    /** Whether Python's {@code \s} matches the character; it also matches a no-break space. */
    static boolean isSpace(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u0085';
    }
}
