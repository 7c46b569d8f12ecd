package io.hitless.template.filters;

import io.hitless.source.UserError;
import io.hitless.template.eval.BoundArguments;
import io.hitless.template.eval.Builtin;
import io.hitless.template.eval.StringMethods;
import io.hitless.template.format.Coercions;
import io.hitless.template.format.PercentFormat;
import io.hitless.template.format.PrettyText;
import io.hitless.value.Bytes;
import io.hitless.value.ComputeLimits;
import io.hitless.value.Values;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Filters for texts. */
public final class TextFilters {
    private static final Pattern TITLE_WORD = Pattern.compile("[-\\s({\\[<]+|[^-\\s({\\[<]+");
    private static final Pattern UNSAFE_IN_SHELL = Pattern.compile("[^\\w@%+=:,./-]");

    private TextFilters() {}

    public static Builtin.Table table() {
        return new Builtin.Table()
                .add("upper", (v, _) -> s(v).toUpperCase(Locale.ROOT))
                .add("lower", (v, _) -> s(v).toLowerCase(Locale.ROOT))
                .add("capitalize", (v, _) -> StringMethods.capitalize(s(v)))
                .add("title", (v, _) -> title(s(v)))
                .add("trim", (v, a) -> StringMethods.strip(s(v), a.stringOrNull("chars"), true, true), "chars")
                .add("center", (v, a) -> StringMethods.center(s(v), a.integer("width", 80), " "), "width")
                .add(
                        "replace",
                        (v, a) -> StringMethods.replace(s(v), a.text("old"), a.text("new"), a.integer("count", -1)),
                        "old",
                        "new",
                        "count")
                .add("string", (v, _) -> s(v))
                .add("pprint", (v, _) -> PrettyText.of(v))
                .add("format", TextFilters::format, "*", "**")
                .add("indent", (v, a) -> indent(real(v), a), "width", "first", "blank")
                .add("truncate", (v, a) -> truncate(v, a), "length", "killwords", "end", "leeway")
                .add(
                        "wordcount",
                        (v, _) -> Pattern.compile("\\w+", Pattern.UNICODE_CHARACTER_CLASS)
                                .matcher(s(v))
                                .results()
                                .count())
                .add(
                        "wordwrap",
                        (v, a) -> wordWrap(real(v), a),
                        "width",
                        "break_long_words",
                        "wrapstring",
                        "break_on_hyphens")
                .add("urlencode", (v, _) -> urlEncode(v))
                .add("urldecode", (v, _) -> urlDecode(real(v)), "encoding", "errors")
                .add("quote", (v, _) -> quote(v == null ? "" : v instanceof Bytes bytes ? bytes.text() : s(v)))
                .add(
                        "comment",
                        (v, a) -> comment(real(v), a),
                        "style",
                        "beginning",
                        "decoration",
                        "prefix",
                        "prefix_count",
                        "postfix",
                        "postfix_count",
                        "end",
                        "newline",
                        "**");
    }

    private static String s(@Nullable Object value) {
        return Values.text(value);
    }

    private static String real(@Nullable Object value) {
        if (value instanceof String text) {
            return text;
        }
        throw new UserError("a text is wanted, not " + Coercions.article(value));
    }

    private static String format(@Nullable Object value, BoundArguments a) {
        if (!a.rest().isEmpty() && !a.extra().isEmpty()) {
            throw new UserError("'format' takes values by place or by name, not both");
        }
        return PercentFormat.format(s(value), a.rest(), a.extra(), true);
    }

    private static String title(String text) {
        return TITLE_WORD
                .matcher(text)
                .results()
                .map(word -> StringMethods.capitalize(word.group()))
                .collect(Collectors.joining());
    }

    private static String indent(String text, BoundArguments a) {
        Object width = a.value("width", 4L);
        String by = width instanceof String s ? s : StringMethods.pad("", Coercions.integer(width, "the width"), " ");
        boolean blank = a.flag("blank", false);
        List<String> lines = StringMethods.splitLines(text + "\n", false);
        ComputeLimits.text((long) by.length() * lines.size() + text.length());
        StringBuilder out = new StringBuilder(lines.getFirst());
        for (String line : lines.subList(1, lines.size())) {
            out.append('\n').append(line.isEmpty() && !blank ? "" : by).append(line);
        }
        return a.flag("first", false) && (blank || !lines.getFirst().isEmpty()) ? by + out : out.toString();
    }

    private static @Nullable Object truncate(@Nullable Object value, BoundArguments a) {
        long length = a.integer("length", 255);
        String end = a.text("end", "...");
        if (length < end.length()) {
            throw new UserError("the length is to be at least " + end.length());
        }
        // As in Jinja2, any value that is short enough is returned unchanged, also a list.
        int size = value instanceof List<?> list ? list.size() : value instanceof Map<?, ?> map ? map.size() : -1;
        if (size >= 0 && size <= length + a.integer("leeway", 5)) {
            return value;
        }
        String text = real(value);
        if (text.length() <= length + a.integer("leeway", 5)) {
            return text;
        }
        String cut = text.substring(0, (int) length - end.length());
        int blank = cut.lastIndexOf(' ');
        return (a.flag("killwords", false) || blank < 0 ? cut : cut.substring(0, blank)) + end;
    }

    private static String wordWrap(String text, BoundArguments a) {
        int width = (int) a.integer("width", 79);
        if (width <= 0) {
            throw new UserError("the width is to be above 0");
        }
        String wrap = a.value("wrapstring", null) == null ? "\n" : a.text("wrapstring");
        boolean breakLong = a.flag("break_long_words", true);
        Pattern chunk = Pattern.compile(
                a.flag("break_on_hyphens", true) ? "\\s+|[^\\s-]*\\w-(?=\\w)|[^\\s-]+-*|-+\\S*" : "\\s+|\\S+");
        List<String> lines = new ArrayList<>();
        for (String line : StringMethods.splitLines(text, false)) {
            lines.add(String.join(
                    wrap,
                    wrapLine(chunk.matcher(line).results().map(m -> m.group()).toList(), width, breakLong)));
        }
        return String.join(wrap, lines);
    }

    private static List<String> wrapLine(List<String> chunks, int width, boolean breakLong) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String chunk : chunks) {
            String left = chunk;
            if (line.length() + left.length() > width && !line.isEmpty()) {
                if (!left.isBlank() && breakLong && left.length() > width) {
                    int room = Math.max(0, width - line.length());
                    line.append(left, 0, room);
                    left = left.substring(room);
                }
                if (!line.toString().isBlank()) {
                    lines.add(line.toString().stripTrailing());
                }
                line.setLength(0);
            }
            if (line.isEmpty() && left.isBlank() && !lines.isEmpty()) {
                continue;
            }
            while (breakLong && left.length() > width) {
                lines.add(left.substring(0, width));
                left = left.substring(width);
            }
            line.append(left);
        }
        if (!line.isEmpty()) {
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }

    private static String urlEncode(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(e -> pair(e.getKey(), e.getValue()))
                    .collect(Collectors.joining("&"));
        }
        if (value instanceof List<?> pairs) {
            return pairs.stream()
                    .map(Coercions::list)
                    .map(p -> pair(p.get(0), p.get(1)))
                    .collect(Collectors.joining("&"));
        }
        return percent(s(value), "/");
    }

    // Decodes a URL: a plus sign is a blank, as in forms; bytes that are not UTF-8 become replacement characters.
    private static String urlDecode(String text) {
        return URLDecoder.decode(text.replaceAll("%(?![0-9A-Fa-f]{2})", "%25"), StandardCharsets.UTF_8);
    }

    private static String pair(@Nullable Object key, @Nullable Object value) {
        return (percent(s(key), "") + "=" + percent(s(value), "")).replace("%20", "+");
    }

    private static String percent(String text, String safe) {
        StringBuilder out = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain =
                    c < 0x80 && (Character.isLetterOrDigit(c) || "_.-~".indexOf(c) >= 0 || safe.indexOf(c) >= 0);
            if (plain) {
                out.append(c);
            } else {
                out.append(String.format(Locale.ROOT, "%%%02X", (int) c));
            }
        }
        return out.toString();
    }

    public static String quote(String text) {
        if (text.isEmpty()) {
            return "''";
        }
        return UNSAFE_IN_SHELL.matcher(text).find() ? "'" + text.replace("'", "'\"'\"'") + "'" : text;
    }

    private record CommentStyle(String beginning, String decoration, String end) {}

    private static String comment(String text, BoundArguments a) {
        String name = a.text("style", "plain");
        CommentStyle style = switch (name) {
            case "plain" -> new CommentStyle("", "# ", "");
            case "erlang" -> new CommentStyle("", "% ", "");
            case "c" -> new CommentStyle("", "// ", "");
            case "cblock" -> new CommentStyle("/*", " * ", " */");
            case "xml" -> new CommentStyle("<!--", " - ", "-->");
            default -> throw new UserError("there is no comment style '" + name + "'");
        };
        String newline = a.text("newline", "\n");
        String decoration = a.text("decoration", style.decoration());
        String beginning = a.text("beginning", style.beginning());
        String end = a.text("end", style.end());
        String prefix = a.text("prefix", decoration.stripTrailing());
        String postfix = a.text("postfix", decoration.stripTrailing());
        StringBuilder out = new StringBuilder();
        if (!beginning.isEmpty()) {
            out.append(beginning).append(newline);
        }
        if (!prefix.isEmpty()) {
            out.repeat(prefix + newline, (int) a.integer("prefix_count", 1));
        }
        String body = decoration + text.replace(newline, newline + decoration);
        out.append(body.replace(decoration + newline, decoration.stripTrailing() + newline));
        out.repeat(newline + postfix, (int) a.integer("postfix_count", 1));
        return end.isEmpty() ? out.toString() : out.append(newline).append(end).toString();
    }
}
