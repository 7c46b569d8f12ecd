package io.hitless.template.filters;

import io.hitless.template.eval.BoundArguments;
import io.hitless.template.format.Coercions;
import io.hitless.value.ComputeLimits;
import io.hitless.value.Undefined;
import io.hitless.value.Values;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Values written as YAML, laid out as PyYAML does: keys sorted, long texts folded, quotes only where they are needed.
 */
final class YamlText {
    static final String[] PARAMETERS = {
        "indent",
        "width",
        "sort_keys",
        "default_flow_style",
        "allow_unicode",
        "explicit_start",
        "explicit_end",
        "default_style"
    };

    /** What a plain scalar must not look like, or it would be read as another type. */
    private static final Pattern OTHER_TYPE = Pattern.compile(
            "(?i:yes|no|true|false|on|off|null)|~|=|<<|[-+]?(0b[01_]+|0[0-7_]+|0x[0-9a-fA-F_]+|0|[1-9][0-9_]*)"
                + "|[-+]?[1-9][0-9_]*(:[0-5]?[0-9])+(\\.[0-9_]*)?"
                + "|[-+]?[0-9][0-9_]*\\.[0-9_]*([eE][-+][0-9]+)?|\\.[0-9][0-9_]*([eE][-+][0-9]+)?|[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)|\\d{4}-\\d\\d-\\d\\d|\\d{4}-\\d\\d?-\\d\\d?([Tt]|["
                + " \\t]+)\\d\\d?:\\d\\d:\\d\\d.*");

    private static final Pattern PLAIN =
            Pattern.compile("[^\\s\\-?:,\\[\\]{}#&*!|>'\"%@`].*|[-?:][^\\s,\\[\\]{}].*", Pattern.DOTALL);

    private final StringBuilder out = new StringBuilder();
    private final int indent;
    /** How many brackets are open: more has to be quoted inside of them. */
    private int depth;

    private final int width;
    private final boolean sorted;
    /** True for all blocks, false for all in brackets, null for brackets where nothing is nested. */
    private final @Nullable Boolean block;

    private YamlText(int indent, int width, boolean sorted, @Nullable Boolean block) {
        this.indent = indent;
        this.width = width;
        this.sorted = sorted;
        this.block = block;
    }

    static String write(@Nullable Object value, BoundArguments a, int usualIndent, boolean blocks) {
        Object flow = a.value("default_flow_style", blocks ? (Object) false : null);
        YamlText text = new YamlText(
                (int) a.integer("indent", usualIndent),
                (int) a.integer("width", 80),
                a.flag("sort_keys", true),
                flow == null ? null : !Values.truthy(flow));
        if (a.flag("explicit_start", false)) {
            text.out.append("---\n");
        }
        text.node(value, 0, true);
        text.out.append('\n');
        return text.out.toString();
    }

    private int column() {
        return out.length() - (out.lastIndexOf("\n") + 1);
    }

    private boolean flow(@Nullable Object value) {
        java.util.Collection<?> members = switch (value) {
            case List<?> list -> list;
            case Map<?, ?> map -> map.values();
            case null, default -> List.of();
        };
        if (members.isEmpty()) {
            return true;
        }
        return block == null ? members.stream().noneMatch(m -> m instanceof List<?> || m instanceof Map<?, ?>) : !block;
    }

    /**
     * @param level the column of the block this value stands in; {@code start} whether the cursor already stands there
     */
    private void node(@Nullable Object value, int level, boolean start) {
        ComputeLimits.depth(level / indent);
        ComputeLimits.text(out.length());
        switch (value) {
            case Map<?, ?> map
            when !flow(map) -> {
                boolean first = start;
                for (Object key : keys(map)) {
                    newLine(level, first);
                    first = false;
                    scalar(key, level, true);
                    out.append(':');
                    member(map.get(key), level, map.get(key) instanceof List<?>);
                }
            }
            case List<?> list
            when !flow(list) -> {
                boolean first = start;
                for (Object item : list) {
                    newLine(level, first);
                    first = false;
                    out.append('-').repeat(' ', indent - 1);
                    boolean nested = (item instanceof Map<?, ?> || item instanceof List<?>) && !flow(item);
                    if (nested) {
                        node(item, level + indent, true);
                    } else {
                        out.setLength(out.length() - indent + 2);
                        node(item, level + indent, true);
                    }
                }
            }
            case Map<?, ?> _, List<?> _ -> brackets(value, level + indent);
            case null, default -> scalar(value, level, false);
        }
    }

    // A list below a key stands at the key's own column.
    private void member(@Nullable Object value, int level, boolean list) {
        if ((value instanceof Map<?, ?> || value instanceof List<?>) && !flow(value)) {
            node(value, list ? level : level + indent, false);
        } else {
            out.append(' ');
            if (value instanceof Map<?, ?> || value instanceof List<?>) {
                brackets(value, level + indent);
            } else {
                scalar(value, level + indent, false);
            }
        }
    }

    private void newLine(int level, boolean already) {
        if (!already) {
            out.append('\n').repeat(' ', level);
        }
    }

    private void brackets(@Nullable Object value, int level) {
        ComputeLimits.depth(++depth);
        Map<?, ?> map = value instanceof Map<?, ?> entries ? entries : null;
        out.append(map != null ? '{' : '[');
        boolean first = true;
        for (Object member : map != null ? keys(map) : Coercions.list(value)) {
            if (!first) {
                out.append(',');
                out.append(column() > width ? "\n" + " ".repeat(level) : " ");
            }
            first = false;
            flowMember(member, level);
            if (map != null) {
                out.append(": ");
                flowMember(map.get(member), level);
            }
        }
        out.append(map != null ? '}' : ']');
        depth--;
    }

    private void flowMember(@Nullable Object value, int level) {
        if (value instanceof Map<?, ?> || value instanceof List<?>) {
            brackets(value, level + indent);
        } else {
            scalar(value, level, true);
        }
    }

    private List<?> keys(Map<?, ?> map) {
        List<Object> keys = new ArrayList<>(map.keySet());
        if (sorted) {
            Collections.sort(keys, Values::compare);
        }
        return keys;
    }

    private void scalar(@Nullable Object value, int level, boolean simple) {
        switch (value) {
            case null -> out.append("null");
            case Boolean b -> out.append(b);
            case Double d ->
                out.append(d.isNaN() ? ".nan" : d.isInfinite() ? (d > 0 ? ".inf" : "-.inf") : Values.text(d));
            case Number n -> out.append(n);
            case Undefined missing -> throw missing.error();
            default -> text(Values.text(value), level, simple);
        }
    }

    private void text(String text, int level, boolean simple) {
        boolean special = text.chars().anyMatch(c -> c != '\n' && (Character.isISOControl(c) || c == 0xfeff));
        boolean lines = text.indexOf('\n') >= 0;
        boolean awkward = lines && (text.contains(" \n") || simple);
        if (special || awkward) {
            doubleQuoted(text, level, simple);
        } else if (!lines && plain(text, depth > 0)) {
            folded(text, level, simple);
        } else {
            out.append('\'');
            if (lines) {
                singleQuotedLines(text.replace("'", "''"), level);
            } else {
                folded(text.replace("'", "''"), level, simple);
            }
            out.append('\'');
        }
    }

    private static boolean plain(String text, boolean inBrackets) {
        return !text.isEmpty()
                && PLAIN.matcher(text).matches()
                && !OTHER_TYPE.matcher(text).matches()
                && !text.contains(": ")
                && !text.contains(" #")
                && !text.endsWith(":")
                && !text.endsWith(" ")
                && !text.startsWith("---")
                && !text.startsWith("...")
                && (!inBrackets || text.chars().noneMatch(c -> ",?[]{}:".indexOf(c) >= 0));
    }

    private void folded(String text, int level, boolean simple) {
        if (simple) {
            out.append(text);
            return;
        }
        int from = 0;
        while (true) {
            int blank = text.indexOf(' ', from);
            while (blank >= 0 && (blank == 0 || text.charAt(blank - 1) == ' ' || text.startsWith(" ", blank + 1))) {
                blank = text.indexOf(' ', blank + 1);
            }
            if (blank < 0 || blank == text.length() - 1) {
                out.append(text, from, text.length());
                return;
            }
            out.append(text, from, blank);
            out.append(column() > width ? "\n" + " ".repeat(Math.max(level, indent)) : " ");
            from = blank + 1;
        }
    }

    private void singleQuotedLines(String text, int level) {
        String[] lines = text.split("\n", -1);
        boolean afterBreak = false;
        for (int i = 0; i < lines.length; i++) {
            if (i > 0) {
                out.append(afterBreak ? "\n" : "\n\n");
                afterBreak = true;
            }
            if (!lines[i].isEmpty()) {
                if (i > 0) {
                    out.repeat(' ', Math.max(level, indent));
                }
                folded(lines[i], level, false);
                afterBreak = false;
            }
        }
        if (lines[lines.length - 1].isEmpty()) {
            out.repeat(' ', Math.max(level, indent));
        }
    }

    private void doubleQuoted(String text, int level, boolean simple) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (Character.isISOControl(c)) {
                        out.append(String.format(Locale.ROOT, "\\x%02X", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
            if (!simple && column() > width && i + 1 < text.length() && text.charAt(i + 1) == ' ') {
                out.append("\\\n").repeat(' ', Math.max(level, indent)).append('\\');
            }
        }
        out.append('"');
    }
}
