package io.hitless.template.filters;

import io.hitless.template.eval.BoundArguments;
import io.hitless.template.format.Coercions;
import io.hitless.value.ComputeLimits;
import io.hitless.value.Values;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Values written as YAML, laid out as PyYAML does: keys sorted, long texts folded, quotes only where they are needed.
 */
public final class YamlText {
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

    private final StringBuilder out = new StringBuilder();
    private YamlAnchors anchors = YamlAnchors.none();
    private final YamlScalars scalars;
    private final int indent;
    /** How many brackets are open: more has to be quoted inside of them. */
    private int depth;

    private final int width;
    private final boolean sorted;
    /** True for all blocks, false for all in brackets, null for brackets where nothing is nested. */
    private final @Nullable Boolean block;

    private YamlText(int indent, int width, boolean sorted, @Nullable Boolean block) {
        this(indent, width, sorted, block, false);
    }

    private YamlText(int indent, int width, boolean sorted, @Nullable Boolean block, boolean literal) {
        this.indent = indent;
        this.scalars = new YamlScalars(out, indent, width, literal);
        this.width = width;
        this.sorted = sorted;
        this.block = block;
    }

    /** As Ansible shows results: in blocks, indented by 4, texts of several lines as they are. */
    public static String result(@Nullable Object value) {
        YamlText text = new YamlText(4, Integer.MAX_VALUE, true, true, true);
        text.node(value, 0, true);
        return text.out.toString();
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

    /** A value in blocks. A list or mapping that stands in it several times is written once, and then referred to. */
    public static String blocks(@Nullable Object value) {
        YamlText text = new YamlText(2, 80, true, true);
        text.anchors = YamlAnchors.in(value);
        text.node(value, 0, true);
        return text.out.append('\n').toString();
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
                    scalars.write(key, level, true, depth > 0);
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
                    item(item, level + indent);
                }
            }
            case Map<?, ?> _, List<?> _ -> brackets(value, level + indent);
            case null, default -> scalars.write(value, level, false, depth > 0);
        }
    }

    private void item(@Nullable Object item, int level) {
        out.append('-');
        boolean nested = (item instanceof Map<?, ?> || item instanceof List<?>) && !flow(item);
        String mark = anchors.mark(item);
        if (mark == null) {
            out.repeat(' ', nested ? indent - 1 : 1);
            node(item, level, true);
            return;
        }
        out.append(' ').append(mark);
        if (mark.startsWith("&")) {
            out.append(nested ? "" : " ");
            node(item, level, !nested);
        }
    }

    // A list below a key stands at the key's own column.
    private void member(@Nullable Object value, int level, boolean list) {
        String mark = anchors.mark(value);
        if (mark != null) {
            out.append(' ').append(mark);
            if (mark.startsWith("*")) {
                return;
            }
        }
        if ((value instanceof Map<?, ?> || value instanceof List<?>) && !flow(value)) {
            node(value, list ? level : level + indent, false);
        } else {
            out.append(' ');
            if (value instanceof Map<?, ?> || value instanceof List<?>) {
                brackets(value, level + indent);
            } else {
                scalars.write(value, level + indent, false, depth > 0);
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
        String mark = anchors.mark(value);
        if (mark != null) {
            out.append(mark).append(mark.startsWith("&") ? " " : "");
            if (mark.startsWith("*")) {
                return;
            }
        }
        if (value instanceof Map<?, ?> || value instanceof List<?>) {
            brackets(value, level + indent);
        } else {
            scalars.write(value, level, true, depth > 0);
        }
    }

    private List<?> keys(Map<?, ?> map) {
        List<Object> keys = new ArrayList<>(map.keySet());
        if (sorted) {
            Collections.sort(keys, Values::compare);
        }
        return keys;
    }
}
