package io.hitless.value;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Formats values as Python does. */
final class PythonText {
    private PythonText() {}

    static String repr(@Nullable Object value) {
        return switch (value) {
            case null -> "None";
            case Boolean b -> b ? "True" : "False";
            case Long n -> Long.toString(n);
            case Double d -> number(d);
            default -> {
                StringBuilder out = new StringBuilder();
                write(value, 0, out);
                yield out.toString();
            }
        };
    }

    private static void write(@Nullable Object value, int depth, StringBuilder out) {
        ComputeLimits.text(out.length());
        switch (value) {
            case null -> out.append("None");
            case String s -> quote(s, out);
            case Boolean b -> out.append(b ? "True" : "False");
            case Double d -> out.append(number(d));
            case Tuple tuple -> {
                writeAll(tuple, '(', depth + 1, out);
                out.append(tuple.size() == 1 ? ",)" : ")");
            }
            case NumberRange range -> out.append(range.written());
            case List<?> list -> {
                writeAll(list, '[', depth + 1, out);
                out.append(']');
            }
            case Map<?, ?> map -> writeEntries(map, depth + 1, out);
            case Undefined missing when missing.lenient() -> out.append("Undefined");
            case Undefined missing -> throw missing.error();
            default -> {
                String time = depth == 0 ? PythonTime.text(value) : PythonTime.repr(value);
                out.append(time == null ? value : time);
            }
        }
    }

    private static void writeAll(List<?> items, char open, int depth, StringBuilder out) {
        ComputeLimits.depth(depth);
        char before = open;
        if (items.isEmpty()) {
            out.append(open);
        }
        for (Object item : items) {
            out.append(before);
            if (before == ',') {
                out.append(' ');
            }
            write(item, depth, out);
            before = ',';
        }
    }

    private static void writeEntries(Map<?, ?> map, int depth, StringBuilder out) {
        ComputeLimits.depth(depth);
        out.append('{');
        String between = "";
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            out.append(between);
            write(entry.getKey(), depth, out);
            out.append(": ");
            write(entry.getValue(), depth, out);
            between = ", ";
        }
        out.append('}');
    }

    /** Returns the fewest digits that read back as the same number, with an exponent below 1e-4 and from 1e16 on. */
    static String number(double value) {
        if (Double.isNaN(value)) {
            return "nan";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "inf" : "-inf";
        }
        if (value == 0) {
            return 1 / value < 0 ? "-0.0" : "0.0";
        }
        BigDecimal exact = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        String digits = exact.unscaledValue().abs().toString();
        int exponent = digits.length() - 1 - exact.scale();
        if (exponent >= -4 && exponent < 16) {
            String plain = exact.toPlainString();
            return exact.scale() <= 0 ? plain + ".0" : plain;
        }
        String mantissa = digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
        return (value < 0 ? "-" : "") + mantissa + "e" + (exponent < 0 ? "-" : "+")
                + (Math.abs(exponent) < 10 ? "0" : "") + Math.abs(exponent);
    }

    private static void quote(String text, StringBuilder out) {
        char mark = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
        out.append(mark);
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            switch (c) {
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\\' -> out.append("\\\\");
                default -> {
                    if (c == mark) {
                        out.append('\\').append(mark);
                    } else if (c < 0x20 || c == 0x7f || (c >= 0x80 && !printable(c))) {
                        out.append(String.format(
                                Locale.ROOT, c < 0x100 ? "\\x%02x" : c < 0x10000 ? "\\u%04x" : "\\U%08x", c));
                    } else {
                        out.appendCodePoint(c);
                    }
                }
            }
        }
        out.append(mark);
    }

    private static boolean printable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SPACE_SEPARATOR -> false;
            default -> true;
        };
    }
}
