package io.hitless.inventory;

import io.hitless.source.MappedText;
import io.hitless.source.Span;
import io.hitless.yaml.YamlNode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Parses the values of INI inventories: Python literals (numbers, {@code True}, {@code None}, quoted text, lists,
 * dicts), or otherwise the text as it is. So {@code true} and {@code 0644} are text, but {@code True} and {@code 0o644}
 * are not.
 */
final class PythonLiteral {
    private static final Pattern NUMBER = Pattern.compile("[-+]?(?:0[xX][0-9a-fA-F_]+|0[oO][0-7_]+|0[bB][01_]+"
            + "|(?:[0-9][0-9_]*)?\\.?[0-9_]*(?:[eE][-+]?[0-9]+)?)");
    private static final Pattern WORD = Pattern.compile("True|False|None");

    /** Not a literal; caught within this class. */
    private static final class NotLiteral extends Exception {
        private static final long serialVersionUID = 1;

        NotLiteral() {
            super(null, null, false, false);
        }
    }

    private final MappedText source;
    private final String text;
    private int at;

    private PythonLiteral(MappedText source) {
        this.source = source;
        this.text = source.text();
    }

    static YamlNode parse(MappedText source) {
        try {
            PythonLiteral parser = new PythonLiteral(source);
            YamlNode value = parser.tuple(parser.value());
            if (parser.at < parser.text.length() && parser.text.charAt(parser.at) != '#') {
                throw new NotLiteral();
            }
            return value;
        } catch (NotLiteral | NumberFormatException _) {
            return new YamlNode.Scalar(source.text(), source, null);
        }
    }

    // Values separated by commas are a tuple, even without brackets.
    private YamlNode tuple(YamlNode first) throws NotLiteral {
        blanks();
        if (at >= text.length() || text.charAt(at) != ',') {
            return first;
        }
        List<YamlNode> items = new ArrayList<>(List.of(first));
        while (at < text.length() && text.charAt(at) == ',') {
            at++;
            blanks();
            if (at < text.length() && text.charAt(at) != '#') {
                items.add(value());
                blanks();
            }
        }
        return new YamlNode.Sequence(items, span(0));
    }

    // value := number | word | quoted | '[' values ']' | '(' values ')' | '{' (value ':' value)* '}'
    private YamlNode value() throws NotLiteral {
        blanks();
        int start = at;
        return switch (peek()) {
            case '[' -> list(start, ']');
            case '(' -> parenthesis(start);
            case '{' -> dict(start);
            case '\'', '"' -> scalar(texts(), start);
            default -> scalar(wordOrNumber(), start);
        };
    }

    private YamlNode.Scalar scalar(@Nullable Object value, int start) {
        String shown = value instanceof String string ? string : text.substring(start, at);
        return new YamlNode.Scalar(value, MappedText.opaque(span(start), shown), null);
    }

    private @Nullable Object wordOrNumber() throws NotLiteral {
        Matcher word = WORD.matcher(text).region(at, text.length());
        if (word.lookingAt()) {
            at = word.end();
            return word.group().equals("None") ? null : (Object) word.group().equals("True");
        }
        Matcher number = NUMBER.matcher(text).region(at, text.length());
        if (!number.lookingAt() || number.group().chars().noneMatch(Character::isDigit)) {
            throw new NotLiteral();
        }
        at = number.end();
        return number(number.group().replace("_", "").toLowerCase(Locale.ROOT));
    }

    private static Object number(String digits) throws NotLiteral {
        String sign = digits.startsWith("-") ? "-" : "";
        String bare = digits.replaceFirst("^[-+]", "");
        if (bare.length() > 1 && bare.startsWith("0") && "xob".indexOf(bare.charAt(1)) >= 0) {
            int base = bare.charAt(1) == 'x' ? 16 : bare.charAt(1) == 'o' ? 8 : 2;
            return integer(sign + bare.substring(2), base);
        }
        if (bare.contains(".") || bare.contains("e")) {
            return Double.parseDouble(sign + bare);
        }
        if (bare.length() > 1 && bare.startsWith("0") && !bare.chars().allMatch(c -> c == '0')) {
            throw new NotLiteral(); // Python refuses leading zeros
        }
        return integer(sign + bare, 10);
    }

    private static Number integer(String digits, int radix) {
        BigInteger whole = new BigInteger(digits, radix);
        return whole.bitLength() < Long.SIZE ? (Number) whole.longValue() : whole;
    }

    /** Adjacent texts are concatenated. */
    private String texts() throws NotLiteral {
        StringBuilder out = new StringBuilder(quoted());
        int end = at;
        for (blanks(); at < text.length() && (text.charAt(at) == '"' || text.charAt(at) == '\''); blanks()) {
            out.append(quoted());
            end = at;
        }
        at = end;
        return out.toString();
    }

    /** Parses a tuple in parentheses, or a single value without a comma after it. */
    private YamlNode parenthesis(int start) throws NotLiteral {
        YamlNode.Sequence all = list(start, ')');
        boolean comma = text.substring(start, at - 1).stripTrailing().endsWith(",");
        return all.items().size() == 1 && !comma ? all.items().getFirst() : all;
    }

    private String quoted() throws NotLiteral {
        char quote = text.charAt(at++);
        StringBuilder out = new StringBuilder();
        while (peek() != quote) {
            char c = text.charAt(at++);
            if (c == '\\') {
                char escaped = peek();
                at++;
                switch (escaped) {
                    case 'n' -> out.append('\n');
                    case 't' -> out.append('\t');
                    case 'r' -> out.append('\r');
                    case '\\', '\'', '"' -> out.append(escaped);
                    default -> out.append('\\').append(escaped);
                }
            } else {
                out.append(c);
            }
        }
        at++;
        return out.toString();
    }

    private YamlNode.Sequence list(int start, char close) throws NotLiteral {
        List<YamlNode> items = new ArrayList<>();
        at++;
        while (!closes(close)) {
            items.add(value());
            separator(close);
        }
        return new YamlNode.Sequence(items, span(start));
    }

    private YamlNode dict(int start) throws NotLiteral {
        Map<String, YamlNode.Entry> entries = new LinkedHashMap<>();
        at++;
        while (!closes('}')) {
            YamlNode key = value();
            blanks();
            if (!(key instanceof YamlNode.Scalar name) || peek() != ':') {
                throw new NotLiteral();
            }
            at++;
            YamlNode.Entry entry = new YamlNode.Entry(name, value());
            entries.put(entry.name(), entry);
            separator('}');
        }
        return new YamlNode.Mapping(List.copyOf(entries.values()), span(start));
    }

    private boolean closes(char close) throws NotLiteral {
        blanks();
        if (peek() != close) {
            return false;
        }
        at++;
        return true;
    }

    private void separator(char close) throws NotLiteral {
        blanks();
        if (peek() == ',') {
            at++;
        } else if (peek() != close) {
            throw new NotLiteral();
        }
    }

    private char peek() throws NotLiteral {
        if (at >= text.length()) {
            throw new NotLiteral();
        }
        return text.charAt(at);
    }

    private void blanks() {
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
    }

    private Span span(int start) {
        return source.span(start, at);
    }
}
