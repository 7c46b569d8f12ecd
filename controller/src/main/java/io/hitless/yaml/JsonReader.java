package io.hitless.yaml;

import io.hitless.source.MappedText;
import io.hitless.source.SourceFile;
import io.hitless.source.Span;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads strict JSON. Ansible tries JSON before YAML, and JSON is not quite YAML 1.1: it has tabs, {@code \/}, and
 * {@code 1e5} is a number.
 */
final class JsonReader {
    private static final int DEEPEST = 400;
    private static final Pattern NUMBER = Pattern.compile("-?(?:0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?");

    /** The text is not JSON; caught within this class. */
    private static final class NotJson extends Exception {
        private static final long serialVersionUID = 1;

        NotJson() {
            super(null, null, false, false);
        }
    }

    private final SourceFile file;
    private final String text;
    private int at;
    private int depth;

    private JsonReader(SourceFile file) {
        this.file = file;
        this.text = file.text();
    }

    /** The document, or null if the text is not a JSON object or array. */
    static @Nullable YamlNode read(SourceFile file) {
        JsonReader json = new JsonReader(file);
        json.blanks();
        if (json.at >= json.text.length() || "{[".indexOf(json.text.charAt(json.at)) < 0) {
            return null;
        }
        try {
            YamlNode root = json.value();
            json.blanks();
            return json.at == json.text.length() ? root : null;
        } catch (NotJson _) {
            return null;
        }
    }

    private YamlNode value() throws NotJson {
        blanks();
        return switch (peek()) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> string();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            case 'n' -> word("null", null);
            default -> number();
        };
    }

    private YamlNode object() throws NotJson {
        Map<String, YamlNode.Entry> entries = new LinkedHashMap<>();
        int start = open();
        boolean more = !closes('}');
        while (more) {
            blanks();
            YamlNode.Scalar key = string();
            blanks();
            expect(':');
            YamlNode.Entry entry = new YamlNode.Entry(key, value());
            DuplicateKeys.check(entries.put(entry.name(), entry), entry);
            more = !closes('}');
            if (more) {
                expect(',');
            }
        }
        depth--;
        return new YamlNode.Mapping(List.copyOf(entries.values()), new Span(file, start, at));
    }

    private YamlNode array() throws NotJson {
        List<YamlNode> items = new ArrayList<>();
        int start = open();
        boolean more = !closes(']');
        while (more) {
            items.add(value());
            more = !closes(']');
            if (more) {
                expect(',');
            }
        }
        depth--;
        return new YamlNode.Sequence(items, new Span(file, start, at));
    }

    private int open() throws NotJson {
        if (++depth > DEEPEST) {
            throw new NotJson();
        }
        return at++;
    }

    private boolean closes(char close) throws NotJson {
        blanks();
        if (peek() != close) {
            return false;
        }
        at++;
        return true;
    }

    private YamlNode.Scalar word(String word, @Nullable Object value) throws NotJson {
        if (!text.startsWith(word, at)) {
            throw new NotJson();
        }
        at += word.length();
        return new YamlNode.Scalar(value, MappedText.verbatim(new Span(file, at - word.length(), at)), null);
    }

    private YamlNode.Scalar number() throws NotJson {
        Matcher m = NUMBER.matcher(text).region(at, text.length());
        if (!m.lookingAt()) {
            throw new NotJson();
        }
        Span span = new Span(file, at, m.end());
        at = m.end();
        boolean whole = m.group(1) == null && m.group(2) == null;
        return new YamlNode.Scalar(
                whole ? ScalarResolver.number(m.group()) : (Object) Double.valueOf(m.group()),
                MappedText.verbatim(span),
                null);
    }

    private YamlNode.Scalar string() throws NotJson {
        int start = at;
        expect('"');
        int close = text.indexOf('"', at);
        int escape = text.indexOf('\\', at);
        if (close >= 0 && (escape < 0 || escape > close)) {
            refuseControls(at, close);
            String plain = text.substring(at, close);
            int[] offsets = new int[plain.length()];
            Arrays.setAll(offsets, i -> start + 1 + i);
            at = close + 1;
            return scalar(plain, offsets, start);
        }
        StringBuilder out = new StringBuilder();
        int[] offsets = new int[16];
        while (peek() != '"') {
            if (out.length() == offsets.length) {
                offsets = Arrays.copyOf(offsets, offsets.length * 2);
            }
            offsets[out.length()] = at;
            out.append(character());
        }
        at++;
        return scalar(out.toString(), Arrays.copyOf(offsets, out.length()), start);
    }

    private YamlNode.Scalar scalar(String value, int[] offsets, int start) {
        return new YamlNode.Scalar(value, MappedText.mapped(new Span(file, start, at), value, offsets), null);
    }

    private void refuseControls(int from, int to) throws NotJson {
        for (int i = from; i < to; i++) {
            if (text.charAt(i) < ' ') {
                throw new NotJson();
            }
        }
    }

    private char character() throws NotJson {
        char c = text.charAt(at++);
        if (c < ' ') {
            throw new NotJson();
        }
        if (c != '\\') {
            return c;
        }
        char escaped = peek();
        at++;
        return switch (escaped) {
            case '"', '\\', '/' -> escaped;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unit();
            default -> throw new NotJson();
        };
    }

    private char unit() throws NotJson {
        int value = 0;
        for (int i = 0; i < 4; i++) {
            int digit = Character.digit(peek(), 16);
            if (digit < 0) {
                throw new NotJson();
            }
            value = value * 16 + digit;
            at++;
        }
        return (char) value;
    }

    private char peek() throws NotJson {
        if (at >= text.length()) {
            throw new NotJson();
        }
        return text.charAt(at);
    }

    private void expect(char c) throws NotJson {
        if (peek() != c) {
            throw new NotJson();
        }
        at++;
    }

    private void blanks() {
        while (at < text.length() && Offsets.isBlank(text.charAt(at))) {
            at++;
        }
    }
}
