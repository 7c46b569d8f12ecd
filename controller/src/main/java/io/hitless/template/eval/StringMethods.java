package io.hitless.template.eval;

import io.hitless.source.UserError;
import io.hitless.template.format.Coercions;
import io.hitless.template.format.TextCodec;
import io.hitless.value.Bytes;
import io.hitless.value.ComputeLimits;
import io.hitless.value.Tuple;
import io.hitless.value.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** The methods of Python's {@code str}. */
public final class StringMethods {
    static final Map<String, Builtin> TABLE = new Builtin.Table()
            .addAll(cutting())
            .addAll(changing())
            .addAll(StringQuestions.table())
            .build();

    private static final String LINE_ENDS = "\n\r\u000b\f\u001c\u001d\u001e\u0085\u2028\u2029";

    private StringMethods() {}

    private static String s(@Nullable Object subject) {
        return Values.text(subject);
    }

    private static Builtin.Table cutting() {
        return new Builtin.Table()
                .add(
                        "split",
                        (s, a) -> split(s(s), a.stringOrNull("sep"), a.integer("maxsplit", -1)),
                        "sep",
                        "maxsplit")
                .add(
                        "rsplit",
                        (s, a) -> rsplit(s(s), a.stringOrNull("sep"), a.integer("maxsplit", -1)),
                        "sep",
                        "maxsplit")
                .add("splitlines", (s, a) -> splitLines(s(s), a.flag("keepends", false)), "keepends")
                .add("partition", (s, a) -> partitionAt(s(s).indexOf(a.string("sep")), s(s), a.string("sep")), "sep")
                .add("rpartition", (s, a) -> rpartition(a, s(s)), "sep")
                .add("strip", (s, a) -> strip(s(s), a.stringOrNull("chars"), true, true), "chars")
                .add("lstrip", (s, a) -> strip(s(s), a.stringOrNull("chars"), true, false), "chars")
                .add("rstrip", (s, a) -> strip(s(s), a.stringOrNull("chars"), false, true), "chars")
                .add(
                        "removeprefix",
                        (s, a) -> s(s).startsWith(a.string("prefix"))
                                ? s(s).substring(a.string("prefix").length())
                                : s(s),
                        "prefix")
                .add("removesuffix", (s, a) -> removeSuffix(a, s(s)), "suffix");
    }

    private static Builtin.Table changing() {
        return new Builtin.Table()
                .add("upper", (s, _) -> s(s).toUpperCase(Locale.ROOT))
                .add("lower", (s, _) -> s(s).toLowerCase(Locale.ROOT))
                .add("casefold", (s, _) -> s(s).toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT))
                .add("translate", (s, a) -> translate(s(s), a.value("table")), "table")
                .add("title", (s, _) -> title(s(s)))
                .add("capitalize", (s, _) -> capitalize(s(s)))
                .add("istitle", (s, _) -> isTitle(s(s)))
                .add("swapcase", (s, _) -> swapCase(s(s)))
                .add(
                        "replace",
                        (s, a) -> replace(s(s), a.string("old"), a.string("new"), a.integer("count", -1)),
                        "old",
                        "new",
                        "count")
                .add("zfill", (s, a) -> zfill(s(s), a.integer("width")), "width")
                .add(
                        "center",
                        (s, a) -> center(s(s), a.integer("width"), a.string("fillchar", " ")),
                        "width",
                        "fillchar")
                .add(
                        "ljust",
                        (s, a) -> s(s) + pad(s(s), a.integer("width"), a.string("fillchar", " ")),
                        "width",
                        "fillchar")
                .add(
                        "rjust",
                        (s, a) -> pad(s(s), a.integer("width"), a.string("fillchar", " ")) + s(s),
                        "width",
                        "fillchar")
                .add("expandtabs", (s, a) -> expandTabs(s(s), a.integer("tabsize", 8)), "tabsize")
                .add(
                        "join",
                        (s, a) -> String.join(
                                s(s),
                                a.list("items").stream()
                                        .map(StringMethods::joined)
                                        .toList()),
                        "items")
                .add("format", (s, a) -> brace(a, a.rest(), a.extra()).format(s(s)), "*", "**")
                .add(
                        "format_map",
                        (s, a) ->
                                brace(a, List.of(), strings(a.value("mapping"))).format(s(s)),
                        "mapping")
                .add(
                        "encode",
                        (s, a) -> new Bytes(
                                TextCodec.of(a.string("encoding", "utf-8")).encode(s(s), a.string("errors", "strict"))),
                        "encoding",
                        "errors");
    }

    private static String joined(@Nullable Object item) {
        if (item instanceof String text) {
            return text;
        }
        throw new UserError("join() joins texts, not " + Values.typeName(item) + "; the filter join takes any values");
    }

    private static BraceFormat brace(BoundArguments a, List<?> places, Map<String, ?> named) {
        return new BraceFormat(places, named, a.evaluation()::item);
    }

    private static String translate(String text, @Nullable Object table) {
        Map<?, ?> by = Coercions.map(table, "translate");
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            Object to = by.containsKey((long) c) ? by.get((long) c) : (Object) Character.toString(c);
            switch (to) {
                case null -> {}
                case Long code -> out.appendCodePoint(code.intValue());
                default -> out.append(Values.text(to));
            }
        });
        return out.toString();
    }

    private static Map<String, @Nullable Object> strings(@Nullable Object map) {
        Map<String, @Nullable Object> named = new java.util.LinkedHashMap<>();
        Coercions.map(map, "format_map").forEach((k, v) -> named.put(Values.text(k), v));
        return named;
    }

    public static List<String> split(String text, @Nullable String separator, long most) {
        List<String> parts = new ArrayList<>();
        if (separator == null) {
            return words(text, most);
        }
        if (separator.isEmpty()) {
            throw new UserError("split by an empty text");
        }
        int from = 0;
        for (int at = text.indexOf(separator);
                at >= 0 && (most < 0 || parts.size() < most);
                at = text.indexOf(separator, from)) {
            parts.add(text.substring(from, at));
            from = at + separator.length();
        }
        parts.add(text.substring(from));
        return parts;
    }

    private static List<String> words(String text, long most) {
        List<String> words = new ArrayList<>();
        int at = 0;
        while (true) {
            while (at < text.length() && StringQuestions.isBlank(text.charAt(at))) {
                at++;
            }
            if (at >= text.length()) {
                return words;
            }
            if (most >= 0 && words.size() >= most) {
                words.add(strip(text.substring(at), null, false, true));
                return words;
            }
            int start = at;
            while (at < text.length() && !StringQuestions.isBlank(text.charAt(at))) {
                at++;
            }
            words.add(text.substring(start, at));
        }
    }

    private static List<String> rsplit(String text, @Nullable String separator, long most) {
        if (most < 0) {
            return split(text, separator, most);
        }
        String by = separator == null
                ? null
                : new StringBuilder(separator).reverse().toString();
        List<String> parts = split(new StringBuilder(text).reverse().toString(), by, most);
        return new ArrayList<>(parts.reversed().stream()
                .map(part -> new StringBuilder(part).reverse().toString())
                .toList());
    }

    public static List<String> splitLines(String text, boolean keepEnds) {
        List<String> lines = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (LINE_ENDS.indexOf(c) >= 0) {
                int end = c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n' ? i + 2 : i + 1;
                lines.add(text.substring(from, keepEnds ? end : i));
                from = end;
                i = end - 1;
            }
        }
        if (from < text.length()) {
            lines.add(text.substring(from));
        }
        return lines;
    }

    private static Tuple partitionAt(int at, String whole, String by) {
        return at < 0
                ? Tuple.of(whole, "", "")
                : Tuple.of(whole.substring(0, at), by, whole.substring(at + by.length()));
    }

    private static Tuple rpartition(BoundArguments a, String text) {
        String separator = a.string("sep");
        int at = text.lastIndexOf(separator);
        return at < 0 ? Tuple.of("", "", text) : partitionAt(at, text, separator);
    }

    public static String strip(String text, @Nullable String characters, boolean left, boolean right) {
        IntPredicate goes = characters == null ? StringQuestions::isBlank : c -> characters.indexOf(c) >= 0;
        int start = 0;
        int end = text.length();
        while (left && start < end && goes.test(text.charAt(start))) {
            start++;
        }
        while (right && end > start && goes.test(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    private static String removeSuffix(BoundArguments a, String text) {
        String suffix = a.string("suffix");
        return !suffix.isEmpty() && text.endsWith(suffix) ? text.substring(0, text.length() - suffix.length()) : text;
    }

    private static boolean isTitle(String text) {
        return text.equals(title(text)) && text.chars().anyMatch(Character::isLetter);
    }

    private static String title(String text) {
        StringBuilder out = new StringBuilder(text.length());
        boolean inside = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            out.append(inside ? Character.toLowerCase(c) : Character.toTitleCase(c));
            inside = Character.isLetter(c);
        }
        return out.toString();
    }

    public static String capitalize(String text) {
        return text.isEmpty()
                ? text
                : text.substring(0, 1).toUpperCase(Locale.ROOT)
                        + text.substring(1).toLowerCase(Locale.ROOT);
    }

    private static String swapCase(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.chars()
                .forEach(c -> out.append(
                        (char) (Character.isUpperCase(c) ? Character.toLowerCase(c) : Character.toUpperCase(c))));
        return out.toString();
    }

    public static String replace(String text, String old, String by, long count) {
        if (count < 0) {
            return text.replace(old, by);
        }
        StringBuilder out = new StringBuilder();
        int from = 0;
        long left = count;
        for (int at = text.indexOf(old); at >= 0 && left > 0; at = text.indexOf(old, Math.max(from, at + 1)), left--) {
            out.append(text, from, at).append(by);
            ComputeLimits.text(out.length());
            from = at + old.length();
        }
        return out.append(text.substring(from)).toString();
    }

    private static String zfill(String text, long width) {
        boolean signed = text.startsWith("-") || text.startsWith("+");
        String zeros = pad(text, width, "0");
        return signed ? text.charAt(0) + zeros + text.substring(1) : zeros + text;
    }

    public static String pad(String text, long width, String fill) {
        long missing = Math.clamp(width - text.length(), 0L, Integer.MAX_VALUE);
        ComputeLimits.text(missing);
        return fill.repeat((int) missing);
    }

    public static String center(String text, long width, String fill) {
        long missing = Math.clamp(width - text.length(), 0L, Integer.MAX_VALUE);
        ComputeLimits.text(missing);
        long left = missing / 2 + (missing & width & 1);
        return fill.repeat((int) left) + text + fill.repeat((int) (missing - left));
    }

    /** Replaces tabs by blanks up to the next column that is a multiple of {@code size}. */
    public static String expandTabs(String text, long size) {
        StringBuilder out = new StringBuilder();
        int column = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\t') {
                int blanks = size <= 0 ? 0 : (int) (size - column % size);
                ComputeLimits.text((long) out.length() + blanks);
                out.repeat(' ', blanks);
                column += blanks;
            } else {
                out.append(c);
                column = c == '\n' || c == '\r' ? 0 : column + 1;
            }
        }
        return out.toString();
    }
}
