package io.hitless.template.filters;

import io.hitless.source.UserError;
import io.hitless.value.ComputeLimits;
import io.hitless.value.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Writes values as TOML: first the plain values of a table, then its inner tables, each with a header; arrays on
 * several lines; in the order of the values.
 */
public final class TomlText {
    private static final Pattern BARE_KEY = Pattern.compile("[A-Za-z0-9_-]+");
    private static final String INDENT = "    ";
    private static final int LONGEST_INLINE = 100;

    private final StringBuilder out = new StringBuilder();

    private TomlText() {}

    /** @throws UserError if the value contains a null, which TOML can't represent */
    public static String of(Map<?, ?> table) {
        TomlText text = new TomlText();
        text.table(table, "", false);
        return text.out.toString();
    }

    private void table(Map<?, ?> table, String name, boolean inArray) {
        ComputeLimits.text(out.length());
        List<Map.Entry<?, ?>> tables = new ArrayList<>();
        boolean plain = false;
        StringBuilder body = new StringBuilder();
        for (Map.Entry<?, ?> entry : table.entrySet()) {
            if (entry.getValue() instanceof Map<?, ?> || isArrayOfTables(entry.getValue())) {
                tables.add(entry);
            } else {
                plain = true;
                body.append(key(entry.getKey()))
                        .append(" = ")
                        .append(value(entry.getValue(), 0))
                        .append('\n');
            }
        }
        if (inArray || (!name.isEmpty() && (plain || tables.isEmpty()))) {
            separate();
            out.append(inArray ? "[[" : "[").append(name).append(inArray ? "]]\n" : "]\n");
        }
        out.append(body);
        for (Map.Entry<?, ?> entry : tables) {
            String below = name.isEmpty() ? key(entry.getKey()) : name + "." + key(entry.getKey());
            if (entry.getValue() instanceof Map<?, ?> map) {
                table(map, below, false);
            } else {
                ((List<?>) entry.getValue()).forEach(item -> table((Map<?, ?>) item, below, true));
            }
        }
    }

    private void separate() {
        if (!out.isEmpty()) {
            out.append('\n');
        }
    }

    /** Whether to write an array as tables with headers. Short tables are written inline. */
    private static boolean isArrayOfTables(@Nullable Object value) {
        return value instanceof List<?> list
                && !list.isEmpty()
                && list.stream().allMatch(Map.class::isInstance)
                && !list.stream().map(item -> inline((Map<?, ?>) item)).allMatch(TomlText::isShort);
    }

    private static boolean isShort(String inline) {
        return inline.indexOf('\n') < 0 && INDENT.length() + inline.length() + 1 <= LONGEST_INLINE;
    }

    private static String inline(Map<?, ?> map) {
        if (map.isEmpty()) {
            return "{}";
        }
        List<String> entries = new ArrayList<>();
        map.forEach((key, value) -> entries.add(key(key) + " = " + value(value, 0)));
        return "{ " + String.join(", ", entries) + " }";
    }

    private static String value(@Nullable Object value, int level) {
        ComputeLimits.depth(level);
        return switch (value) {
            case null -> throw new UserError("TOML has no null");
            case Boolean flag -> flag.toString();
            case Double d when d.isNaN() -> "nan";
            case Double d when d.isInfinite() -> d > 0 ? "inf" : "-inf";
            case Number n -> Values.text(n);
            case List<?> list when list.isEmpty() -> "[]";
            case List<?> list -> {
                StringBuilder items = new StringBuilder("[\n");
                list.forEach(item -> items.repeat(INDENT, level + 1)
                        .append(value(item, level + 1))
                        .append(",\n"));
                yield items.repeat(INDENT, level).append(']').toString();
            }
            case Map<?, ?> map -> inline(map);
            default -> quoted(Values.text(value));
        };
    }

    private static String key(@Nullable Object key) {
        String text = Values.text(key);
        return BARE_KEY.matcher(text).matches() ? text : quoted(text);
    }

    private static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\b' -> out.append("\\b");
                case '\n' -> out.append("\\n");
                case '\f' -> out.append("\\f");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append('\t');
                default -> {
                    if (Character.isISOControl(c)) {
                        out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        return out.append('"').toString();
    }
}
