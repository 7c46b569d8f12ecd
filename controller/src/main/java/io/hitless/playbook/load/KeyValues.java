package io.hitless.playbook.load;

import io.hitless.source.MappedText;
import io.hitless.source.UserError;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Arguments in one line: {@code key=value} pairs, split at blanks outside of quotes and templates, and the remaining
 * text.
 *
 * @param pairs in order; quotes around a value are removed
 * @param rest the {@linkplain FreeText text outside of pairs}; blank if there is none
 */
public record KeyValues(List<Pair> pairs, MappedText rest) {
    // A key may be a template or contain one: `set_fact: "{{ name }}_port=80"`.
    private static final Pattern KEY =
            Pattern.compile("((?:[A-Za-z_]|\\{\\{.*?}})(?:[A-Za-z0-9_.-]|\\{\\{.*?}})*)=", Pattern.DOTALL);
    private static final Pattern ESCAPE =
            Pattern.compile("\\\\(?:u([0-9A-Fa-f]{4})|x([0-9A-Fa-f]{2})|([\\\\'\"abfnrtv]))");

    /** A key with its value. */
    public record Pair(MappedText key, MappedText value) {}

    public KeyValues {
        pairs = List.copyOf(pairs);
    }

    /**
     * Splits a text.
     *
     * @param isKey whether a key forms a pair; with other keys, {@code key=value} is plain text
     * @throws UserError if quotes or braces are not closed
     */
    public static KeyValues parse(MappedText text, Predicate<String> isKey) {
        String s = text.text();
        List<Pair> pairs = new ArrayList<>();
        FreeText rest = new FreeText(text);
        Matcher key = KEY.matcher(s);
        int at = blanksEnd(s, 0);
        rest.blanks(0, at);
        while (at < s.length()) {
            int end = tokenEnd(text, at);
            if (key.region(at, end).lookingAt() && isKey.test(key.group(1))) {
                pairs.add(new Pair(text.part(at, key.end(1)), value(text, key.end(), end)));
                rest.option();
            } else if (end - at == 1 && s.charAt(at) == '\\') {
                rest.continuation();
            } else {
                rest.word(at, end);
            }
            at = blanksEnd(s, end);
            rest.blanks(end, at);
        }
        return new KeyValues(pairs, rest.text());
    }

    private static int blanksEnd(String s, int start) {
        int end = start;
        while (end < s.length() && Character.isWhitespace(s.charAt(end))) {
            end++;
        }
        return end;
    }

    private static int tokenEnd(MappedText text, int start) {
        String s = text.text();
        char quote = 0;
        int i = start;
        for (; i < s.length(); i++) {
            char c = s.charAt(i);
            if (c == '{' && i + 1 < s.length() && "{%#".indexOf(s.charAt(i + 1)) >= 0) {
                i = templateEnd(text, start, i) - 1;
            } else if (quote != 0) {
                quote = c == quote && s.charAt(i - 1) != '\\' ? 0 : quote;
            } else if ((c == '"' || c == '\'') && (i == start || s.charAt(i - 1) != '\\')) {
                quote = c;
            } else if (Character.isWhitespace(c)) {
                break;
            }
        }
        if (quote != 0) {
            throw open(text, start, "a quote is not closed");
        }
        return i;
    }

    /**
     * The offset after the end of the template that starts at {@code open}. Braces within the template's strings do not
     * end it.
     */
    private static int templateEnd(MappedText text, int start, int open) {
        String s = text.text();
        char kind = s.charAt(open + 1);
        String close = kind == '{' ? "}}" : kind + "}";
        char string = 0;
        for (int i = open + 2; i < s.length(); i++) {
            char c = s.charAt(i);
            if (string != 0) {
                i += c == '\\' ? 1 : 0;
                string = c == string ? 0 : string;
            } else if (s.startsWith(close, i)) {
                return i + 2;
            } else if (kind != '#' && (c == '"' || c == '\'')) {
                string = c;
            }
        }
        throw open(text, start, "'" + close + "' is missing");
    }

    private static UserError open(MappedText text, int start, String message) {
        return new UserError(
                text.span(start, text.text().length()),
                message,
                "write the options as a YAML mapping, or the text in the module's own option");
    }

    private static MappedText value(MappedText text, int from, int to) {
        String s = text.text();
        boolean quoted = to - from >= 2 && s.charAt(from) == s.charAt(to - 1) && "\"'".indexOf(s.charAt(from)) >= 0;
        MappedText value = quoted ? text.part(from + 1, to - 1) : text.part(from, to);
        return value.text().indexOf('\\') < 0 ? value : MappedText.opaque(value.span(), unescape(value.text()));
    }

    private static String unescape(String text) {
        return ESCAPE.matcher(text).replaceAll(match -> Matcher.quoteReplacement(unescaped((Matcher) match)));
    }

    private static String unescaped(Matcher match) {
        String hex = match.group(1) != null ? match.group(1) : match.group(2);
        if (hex != null) {
            return String.valueOf((char) Integer.parseInt(hex, 16));
        }
        return switch (match.group(3)) {
            case "a" -> "\u0007";
            case "b" -> "\b";
            case "f" -> "\f";
            case "n" -> "\n";
            case "r" -> "\r";
            case "t" -> "\t";
            case "v" -> "\u000b";
            default -> match.group(3);
        };
    }
}
