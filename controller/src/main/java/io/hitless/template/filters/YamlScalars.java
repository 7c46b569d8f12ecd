package io.hitless.template.filters;

import io.hitless.value.TaggedText;
import io.hitless.value.Undefined;
import io.hitless.value.Values;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Scalars as {@link YamlText} writes them: with quotes only where they are needed, long texts folded. */
final class YamlScalars {
    /** What a plain scalar must not look like, or it would be read as another type. */
    private static final Pattern OTHER_TYPE = Pattern.compile(
            "(?i:yes|no|true|false|on|off|null)|~|=|<<|[-+]?(0b[01_]+|0[0-7_]+|0x[0-9a-fA-F_]+|0|[1-9][0-9_]*)"
                + "|[-+]?[1-9][0-9_]*(:[0-5]?[0-9])+|[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+\\.[0-9_]*"
                + "|[-+]?[0-9][0-9_]*\\.[0-9_]*([eE][-+][0-9]+)?|\\.[0-9][0-9_]*([eE][-+][0-9]+)?|[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)|\\d{4}-\\d\\d-\\d\\d|\\d{4}-\\d\\d?-\\d\\d?([Tt]|["
                + " \\t]+)\\d\\d?:\\d\\d:\\d\\d.*");

    private static final Pattern PLAIN =
            Pattern.compile("[^\\s\\-?:,\\[\\]{}#&*!|>'\"%@`].*|[-?:][^\\s,\\[\\]{}].*", Pattern.DOTALL);

    private final StringBuilder out;
    private final int indent;
    private final int width;
    private final boolean literal;

    /** @param literal whether texts of several lines stand as they are */
    YamlScalars(StringBuilder out, int indent, int width, boolean literal) {
        this.literal = literal;
        this.out = out;
        this.indent = indent;
        this.width = width;
    }

    private int column() {
        return out.length() - (out.lastIndexOf("\n") + 1);
    }

    void write(@Nullable Object value, int level, boolean simple, boolean inBrackets) {
        switch (value) {
            case null -> out.append("null");
            case Boolean b -> out.append(b);
            case Double d ->
                out.append(d.isNaN() ? ".nan" : d.isInfinite() ? (d > 0 ? ".inf" : "-.inf") : Values.text(d));
            case Number n -> out.append(n);
            case Undefined missing -> throw missing.error();
            case TaggedText(var tag, var text) when tag.equals(TaggedText.VAULT) -> literal(tag, text, level);
            case TaggedText(var _, var text) -> text(text, level, simple, inBrackets);
            default -> text(Values.text(value), level, simple, inBrackets);
        }
    }

    private void literal(String tag, String text, int level) {
        out.append(tag).append(tag.isEmpty() ? "" : " ").append(text.endsWith("\n") ? "|" : "|-");
        text.lines().forEach(line -> out.append('\n').repeat(' ', level).append(line));
    }

    private void text(String text, int level, boolean simple, boolean inBrackets) {
        boolean special = text.chars().anyMatch(c -> c != '\n' && (Character.isISOControl(c) || c == 0xfeff));
        boolean lines = text.indexOf('\n') >= 0;
        boolean awkward = lines && (text.contains(" \n") || simple);
        if (literal && lines && !special && !simple && !text.startsWith(" ")) {
            literal("", text, level);
        } else if (special || awkward) {
            doubleQuoted(text, level, simple);
        } else if (!lines && plain(text, inBrackets)) {
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
                case 0 -> out.append("\\0");
                case 7 -> out.append("\\a");
                case '\b' -> out.append("\\b");
                case 11 -> out.append("\\v");
                case '\f' -> out.append("\\f");
                case 0x1b -> out.append("\\e");
                case 0x85 -> out.append("\\N");
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
