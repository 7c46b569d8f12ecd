package io.hitless.template.filters;

import io.hitless.source.UserError;
import io.hitless.template.eval.BoundArguments;
import io.hitless.value.ComputeLimits;
import io.hitless.value.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes values as YAML in Ansible's format: keys sorted, long texts folded, quotes only where necessary. */
public final class YamlText {
    private static final String[] PARAMETERS = {
        "indent",
        "width",
        "sort_keys",
        "default_flow_style",
        "default_style",
        "allow_unicode",
        "explicit_start",
        "explicit_end",
        "line_break",
        "encoding",
        "canonical",
        "version",
        "tags"
    };

    /** The format of the output. */
    private record Layout(
            boolean sorted,
            // True: always block style; false: always in brackets; null: in brackets if nothing is nested.
            @Nullable Boolean blocks,
            char style,
            Lines lines) {}

    /** How texts of several lines are written. */
    private enum Lines {
        /** In quotes, as other texts. */
        QUOTED,
        /** As blocks of lines, where YAML allows it. */
        BLOCK,
        /** As blocks of lines, for reading: without what a block can't have, and blanks at the ends of lines. */
        TIDY
    }

    private final YamlWriter out;
    private final YamlScalars scalars;
    private final YamlAnchors anchors;
    private final Layout layout;
    private int depth;

    private YamlText(YamlWriter out, boolean unicode, YamlAnchors anchors, Layout layout) {
        this.out = out;
        this.scalars = new YamlScalars(out, unicode);
        this.anchors = anchors;
        this.layout = layout;
    }

    /**
     * A value in the format of Ansible's results: in block style, indented by 4, texts of several lines as blocks of
     * lines, without what such blocks can't have.
     */
    public static String result(@Nullable Object value) {
        return asResult(value, new YamlWriter(4, -1), Lines.TIDY);
    }

    /** The same, indented by 2, and each text as it is. */
    public static String exact(@Nullable Object value) {
        return asResult(value, new YamlWriter(2, 80), Lines.BLOCK);
    }

    private static String asResult(@Nullable Object value, YamlWriter out, Lines lines) {
        new YamlText(out, true, YamlAnchors.none(), new Layout(true, true, (char) 0, lines)).node(value, false, false);
        return out.toString();
    }

    /** @param indentFirst whether the first argument is the indentation; all others need their names, as in Ansible */
    static String[] parameters(boolean indentFirst) {
        List<String> names = new ArrayList<>(List.of(PARAMETERS));
        names.add(indentFirst ? 1 : 0, "*");
        return names.toArray(String[]::new);
    }

    static String write(@Nullable Object value, BoundArguments a, int usualIndent, boolean blocks) {
        Object flow = a.value("default_flow_style", blocks ? (Object) false : null);
        String style = a.textOrNull("default_style");
        if (style != null && !style.isEmpty() && !List.of("\"", "'", "|", ">").contains(style)) {
            throw new UserError("default_style is to be one of \" ' | and >, not '" + style + "'");
        }
        YamlWriter out = new YamlWriter(a.has("indent") ? a.integer("indent", 2) : usualIndent, a.integer("width", 80));
        if (a.flag("explicit_start", false)) {
            out.mark("---", true, false, false);
        }
        Layout layout = new Layout(
                a.flag("sort_keys", true),
                flow == null ? null : !Values.truthy(flow),
                style == null || style.isEmpty() ? 0 : style.charAt(0),
                Lines.QUOTED);
        new YamlText(out, a.flag("allow_unicode", true), YamlAnchors.of(value, a.evaluation(), layout.sorted()), layout)
                .node(value, false, false);
        out.toIndent();
        if (a.flag("explicit_end", false)) {
            out.mark("...", true, false, false);
            out.toIndent();
        }
        return out.toString();
    }

    /** A value in block style. A list or mapping that occurs several times is written once, and then as an alias. */
    public static String blocks(@Nullable Object value) {
        YamlWriter out = new YamlWriter(2, 80);
        Layout layout = new Layout(true, true, (char) 0, Lines.QUOTED);
        new YamlText(out, true, YamlAnchors.in(value, layout.sorted()), layout).node(value, false, false);
        out.toIndent();
        return out.toString();
    }

    private boolean inBrackets(java.util.Collection<?> members) {
        if (out.inBrackets() || members.isEmpty()) {
            return true;
        }
        if (layout.blocks() != null) {
            return !layout.blocks();
        }
        return layout.style() == 0 && members.stream().noneMatch(m -> m instanceof List<?> || m instanceof Map<?, ?>);
    }

    /** @param ofMapping whether the value is a key or value of a mapping */
    private void node(@Nullable Object value, boolean ofMapping, boolean isKey) {
        ComputeLimits.depth(++depth);
        String mark = anchors.mark(value);
        if (mark != null) {
            out.mark(mark, true, false, false);
        }
        if (mark == null || mark.startsWith("&")) {
            switch (value) {
                case Map<?, ?> map when inBrackets(map.values()) -> braces(map);
                case Map<?, ?> map -> mapping(map);
                case List<?> list when inBrackets(list) -> brackets(list);
                case List<?> list -> sequence(list, ofMapping);
                case null, default -> scalar(value, isKey);
            }
        }
        depth--;
    }

    private void scalar(@Nullable Object value, boolean isKey) {
        YamlScalar scalar = YamlScalar.of(value);
        boolean asLines = layout.lines() != Lines.QUOTED
                && scalar.isQuotedType()
                && scalar.text().indexOf('\n') >= 0;
        boolean tidy = asLines && layout.lines() == Lines.TIDY;
        scalars.write(
                tidy ? YamlScalar.of(TidyText.of(scalar.text())) : scalar,
                asLines || !scalar.tag().isEmpty() ? '|' : layout.style(),
                isKey);
    }

    // A list below a key has the key's own indentation.
    private void sequence(List<?> list, boolean ofMapping) {
        int before = out.enter(false, ofMapping && !out.atIndent());
        for (Object item : list) {
            out.toIndent();
            out.mark("-", true, false, true);
            node(item, false, false);
        }
        out.leave(before);
    }

    private void mapping(Map<?, ?> map) {
        int before = out.enter(false, false);
        for (Object key : YamlAnchors.keys(map, layout.sorted())) {
            out.toIndent();
            if (isSimple(key)) {
                node(key, true, true);
                out.mark(":", false, false, false);
            } else {
                out.mark("?", true, false, true);
                node(key, true, false);
                out.toIndent();
                out.mark(":", true, false, true);
            }
            node(map.get(key), true, false);
        }
        out.leave(before);
    }

    private void brackets(List<?> list) {
        out.open("[");
        int before = out.enter(true, false);
        boolean first = true;
        for (Object item : list) {
            next(first);
            first = false;
            node(item, false, false);
        }
        out.leave(before);
        out.close("]");
    }

    private void braces(Map<?, ?> map) {
        out.open("{");
        int before = out.enter(true, false);
        boolean first = true;
        for (Object key : YamlAnchors.keys(map, layout.sorted())) {
            next(first);
            first = false;
            if (isSimple(key)) {
                node(key, true, true);
                out.mark(":", false, false, false);
            } else {
                out.mark("?", true, false, false);
                node(key, true, false);
                if (out.isWide()) {
                    out.toIndent();
                }
                out.mark(":", true, false, false);
            }
            node(map.get(key), true, false);
        }
        out.leave(before);
        out.close("}");
    }

    private void next(boolean first) {
        if (!first) {
            out.mark(",", false, false, false);
        }
        if (out.isWide()) {
            out.toIndent();
        }
    }

    private static boolean isSimple(@Nullable Object key) {
        return !(key instanceof List<?>) && YamlScalar.of(key).isSimpleKey();
    }
}
