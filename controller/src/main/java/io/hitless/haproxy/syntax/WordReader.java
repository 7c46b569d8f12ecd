package io.hitless.haproxy.syntax;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Splits a line into words as HAProxy does: {@code \} escapes a character, {@code "…"} holds variables, {@code '…'} is
 * taken literally, {@code #} begins a comment. A carriage return ends the line, wherever it stands.
 */
final class WordReader {
    private static final String ESCAPED = "\\ #'\"";

    private final String line;
    private final ConfigPlace start;
    private final List<ConfigWord> words = new ArrayList<>();
    private final List<WordPart> parts = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private int at;
    private int wordStart = -1;
    private int quoteStart;
    private char quote; // 0 outside of quotes

    WordReader(String line, ConfigPlace start) {
        this.line = line;
        this.start = start;
    }

    /** A fault of a line, and where it is. */
    static final class Fault extends Exception {
        private static final long serialVersionUID = 1L;
        private final transient ConfigPlace place;

        Fault(ConfigPlace place, String what) {
            super(what, null, false, false);
            this.place = place;
        }

        ConfigPlace place() {
            return place;
        }

        String what() {
            return String.valueOf(getMessage());
        }
    }

    /** @throws Fault if HAProxy could not read the line */
    List<ConfigWord> read() throws Fault {
        while (!atEnd()) {
            step(line.charAt(at));
        }
        if (quote != 0) {
            throw fault(quoteStart, "this quote is not closed");
        }
        endWord();
        return words;
    }

    private void step(char c) throws Fault {
        if (quote == 0 && isSpace(c)) {
            endWord();
            at++;
            return;
        }
        if (wordStart < 0) {
            wordStart = at;
        }
        if (c == quote || (quote == 0 && (c == '"' || c == '\''))) {
            quoteStart = at++;
            quote = quote == 0 ? c : 0;
        } else if (c == '\\' && quote != '\'') {
            escape();
        } else if (c == '$' && quote == '"') {
            variable();
        } else {
            text.append(c);
            at++;
        }
    }

    private boolean atEnd() {
        if (at >= line.length()) {
            return true;
        }
        char c = line.charAt(at);
        return c == '\r' || c == '\n' || c == 0 || (c == '#' && quote == 0);
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\u000b' || c == '\f';
    }

    private void endWord() {
        if (wordStart >= 0) {
            endText();
            words.add(new ConfigWord(start.at(wordStart + 1), parts));
            parts.clear();
            wordStart = -1;
        }
    }

    private void endText() {
        if (!text.isEmpty()) {
            parts.add(new WordPart.Text(text.toString()));
            text.setLength(0);
        }
    }

    private void escape() throws Fault {
        char next = peek(1);
        int length = 2;
        if (ESCAPED.indexOf(next) >= 0 || (next == '$' && quote == '"')) {
            text.append(next);
        } else if (next == 't') {
            text.append('\t');
        } else if (next == 'n') {
            text.append('\n');
        } else if (next == 'r') {
            text.append('\r');
        } else if (next == 'x') {
            text.append(hexadecimal());
            length = 4;
        } else { // no escape: a backslash like any character
            text.append('\\');
            length = 1;
        }
        at += length;
    }

    private String hexadecimal() throws Fault {
        int high = Character.digit(peek(2), 16);
        int low = Character.digit(peek(3), 16);
        if (high < 0 || low < 0) {
            throw fault(at, "\\x needs two hexadecimal digits");
        }
        return ConfigBytes.text(new byte[] {(byte) (high * 16 + low)});
    }

    private void variable() throws Fault {
        int from = at++;
        boolean braced = peek(0) == '{';
        if (braced) {
            at++;
        }
        String name = name(from);
        boolean spread = braced && peek(0) == '[';
        if (spread) {
            if (!line.startsWith("[*]", at)) {
                throw fault(at, "only [*] may follow the name of a variable");
            }
            at += 3;
        }
        String fallback = braced ? fallback(from) : null;
        endText();
        parts.add(new WordPart.Variable(name, spread, fallback));
    }

    private String name(int from) throws Fault {
        int begin = at;
        if (!isNamed(peek(0), false) && peek(0) != '.') {
            throw fault(from, "a variable has no such name");
        }
        at++;
        while (isNamed(peek(0), true)) {
            at++;
        }
        return line.substring(begin, at);
    }

    private @Nullable String fallback(int from) throws Fault {
        String found = null;
        if (peek(0) == '-') {
            int begin = at + 1;
            int end = line.indexOf('}', begin);
            at = end < 0 ? line.length() : end;
            found = line.substring(begin, at);
        }
        if (peek(0) != '}') {
            throw fault(from, "this variable has no closing brace");
        }
        at++;
        return found;
    }

    private static boolean isNamed(char c, boolean digits) {
        return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (digits && c >= '0' && c <= '9');
    }

    private char peek(int ahead) {
        return at + ahead < line.length() ? line.charAt(at + ahead) : 0;
    }

    private Fault fault(int index, String what) {
        return new Fault(start.at(index + 1), what);
    }
}
