package io.hitless.template.filters;

import io.hitless.source.UserError;
import io.hitless.template.eval.BoundArguments;
import io.hitless.template.format.Coercions;
import io.hitless.value.ComputeLimits;
import io.hitless.value.Portable;
import io.hitless.value.TaggedText;
import io.hitless.value.Tuple;
import io.hitless.value.Undefined;
import io.hitless.value.Values;
import java.time.temporal.TemporalAccessor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes values as JSON, in the format of Python's {@code json.dumps}. */
public final class JsonText {
    static final String[] PARAMETERS = {
        "indent", "sort_keys", "ensure_ascii", "separators", "vault_to_text", "preprocess_unsafe"
    };

    private final @Nullable String indent;
    private final boolean sorted;
    private final boolean ascii;
    private String between = ", ";
    private String afterKey = ": ";

    /** @param usualIndent the default number of blanks per level, or -1 for a single line */
    JsonText(BoundArguments a, int usualIndent, boolean sortedUsually) {
        Object given = a.value("indent", usualIndent < 0 ? null : (Object) (long) usualIndent);
        this.indent = given == null
                ? null
                : given instanceof String s ? s : " ".repeat(Math.max(0, Coercions.index(given, "indent")));
        this.sorted = a.flag("sort_keys", sortedUsually);
        this.ascii = a.flag("ensure_ascii", true);
        if (indent != null) {
            between = ",";
        }
        if (a.value("separators", null) instanceof List<?> separators && separators.size() == 2) {
            between = Values.text(separators.get(0));
            afterKey = Values.text(separators.get(1));
        }
    }

    private JsonText(@Nullable String indent, boolean sorted, boolean ascii) {
        this.indent = indent;
        this.sorted = sorted;
        this.ascii = ascii;
        if (indent != null) {
            between = ",";
        }
    }

    /** A value on several lines, with sorted keys. Characters beyond ASCII are not escaped. */
    public static String indented(@Nullable Object value, int blanks) {
        return new JsonText(" ".repeat(blanks), true, false).write(value);
    }

    /** A value on several lines, with sorted keys, and in ASCII. */
    public static String ascii(@Nullable Object value, int blanks) {
        return new JsonText(" ".repeat(blanks), true, true).write(value);
    }

    /** A value on one line, as {@code json.dumps} writes it by default. */
    public static String oneLine(@Nullable Object value) {
        return new JsonText(null, false, true).write(value);
    }

    String write(@Nullable Object value) {
        StringBuilder out = new StringBuilder();
        write(value, 0, out);
        return out.toString();
    }

    private void write(@Nullable Object value, int level, StringBuilder out) {
        ComputeLimits.depth(level);
        ComputeLimits.text(out.length());
        switch (value) {
            case null -> out.append("null");
            case Boolean b -> out.append(b);
            case Double d when d.isNaN() -> out.append("NaN");
            case Double d when d.isInfinite() -> out.append(d > 0 ? "Infinity" : "-Infinity");
            case Number n -> out.append(Values.text(n));
            case String s -> quote(s, out);
            case TaggedText(var tag, var text) -> write(Map.of("__ansible_" + tag.substring(1), text), level, out);
            case List<?> list -> {
                if (list.isEmpty()) {
                    out.append("[]");
                    return;
                }
                out.append('[');
                String separator = "";
                for (Object item : list) {
                    out.append(separator);
                    line(level + 1, out);
                    write(item, level + 1, out);
                    separator = between;
                }
                line(level, out);
                out.append(']');
            }
            case Map<?, ?> map -> writeMap(map, level, out);
            case Undefined missing -> throw missing.error();
            case TemporalAccessor time -> quote(Portable.iso(time), out);
            default -> quote(Values.text(value), out);
        }
    }

    private void writeMap(Map<?, ?> map, int level, StringBuilder out) {
        if (map.isEmpty()) {
            out.append("{}");
            return;
        }
        out.append('{');
        String separator = "";
        for (Map.Entry<String, @Nullable Object> entry : entries(map)) {
            out.append(separator);
            line(level + 1, out);
            quote(entry.getKey(), out);
            out.append(afterKey);
            write(entry.getValue(), level + 1, out);
            separator = between;
        }
        line(level, out);
        out.append('}');
    }

    /** The entries by the text of their keys: of 1 and "1", the last one counts. */
    private List<Map.Entry<String, @Nullable Object>> entries(Map<?, ?> map) {
        Map<String, @Nullable Object> byText = LinkedHashMap.newLinkedHashMap(map.size());
        map.keySet().forEach(key -> byText.put(text(key), map.get(key)));
        List<Map.Entry<String, @Nullable Object>> entries = new ArrayList<>(byText.entrySet());
        if (sorted) {
            entries.sort(Map.Entry.comparingByKey());
        }
        return entries;
    }

    private static String text(@Nullable Object key) {
        return switch (key) {
            case null -> "null";
            case Boolean b -> b.toString();
            case String s -> s;
            case Tuple _ -> throw new UserError("a tuple can't be a key of JSON");
            default -> "None".equals(Values.text(key)) ? "null" : Values.text(key);
        };
    }

    private void line(int level, StringBuilder out) {
        if (indent != null) {
            out.append('\n').repeat(indent, level);
        }
    }

    private void quote(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                default -> {
                    if (c < 0x20 || (ascii && c > '~')) {
                        out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
