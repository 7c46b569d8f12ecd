package io.hitless.module;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Parses a dict that is given as text: JSON, or {@code a=1, b="x y"}. */
final class DictText {
    private DictText() {}

    static Map<String, @Nullable Object> dict(Object value) {
        if (value instanceof Map<?, ?> map) {
            return stringKeys(map);
        }
        if (!(value instanceof String text)) {
            throw Mismatch.of("a dictionary", value);
        }
        if (text.strip().startsWith("{")) {
            try {
                if (Json.read(text) instanceof Map<?, ?> map) {
                    return stringKeys(map);
                }
            } catch (IllegalArgumentException _) {
                throw Mismatch.of("a dictionary", value);
            }
        }
        return pairs(text);
    }

    private static Map<String, @Nullable Object> stringKeys(Map<?, ?> map) {
        Map<String, @Nullable Object> out = new LinkedHashMap<>();
        map.forEach((key, value) -> out.put(String.valueOf(key), value));
        return out;
    }

    private static Map<String, @Nullable Object> pairs(String text) {
        Map<String, @Nullable Object> out = new LinkedHashMap<>();
        StringBuilder field = new StringBuilder();
        char quote = 0;
        for (int i = 0; i <= text.length(); i++) {
            char c = i < text.length() ? text.charAt(i) : ',';
            if (i < text.length() && c == '\\' && i + 1 < text.length()) {
                field.append(text.charAt(++i));
            } else if (quote == 0 && (c == '"' || c == '\'')) {
                quote = c;
            } else if (quote != 0 && c == quote && i < text.length()) {
                quote = 0;
            } else if (quote == 0 && (c == ',' || c == ' ')) {
                pair(text, field, out);
            } else {
                field.append(c);
            }
        }
        if (quote != 0) {
            throw Mismatch.of("a dictionary", text);
        }
        return out;
    }

    private static void pair(String text, StringBuilder field, Map<String, @Nullable Object> out) {
        if (field.isEmpty()) {
            return;
        }
        int equals = field.indexOf("=");
        if (equals < 1) {
            throw Mismatch.of("a dictionary", text);
        }
        out.put(field.substring(0, equals), field.substring(equals + 1));
        field.setLength(0);
    }
}
