package io.hitless.template.eval;

import io.hitless.source.UserError;
import io.hitless.template.format.Coercions;
import io.hitless.template.format.NumberFormat;
import io.hitless.value.Undefined;
import io.hitless.value.Values;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Python's {@code '{0:>8} {name}'.format(value, name=…)}.
 *
 * @param item reads a member of a value
 */
record BraceFormat(List<?> places, Map<String, ?> named, BinaryOperator<@Nullable Object> item) {
    private static final Pattern SPEC = Pattern.compile(
            "(?:(?<fill>.)?(?<align>[<>=^]))?(?<sign>[-+"
                + " ])?(?<alternate>#)?(?<zero>0)?(?<width>\\d+)?(?<group>[,_])?(?:\\.(?<precision>\\d+))?(?<kind>[a-zA-Z%])?",
            Pattern.DOTALL);

    String format(String format) {
        StringBuilder out = new StringBuilder();
        int next = 0;
        int i = 0;
        while (i < format.length()) {
            char c = format.charAt(i);
            boolean doubled = i + 1 < format.length() && format.charAt(i + 1) == c;
            if ((c == '{' || c == '}') && doubled) {
                out.append(c);
                i += 2;
            } else if (c == '}') {
                throw new UserError("the format has a single '}'");
            } else if (c == '{') {
                int end = close(format, i);
                String field = format.substring(i + 1, end);
                boolean automatic = field.isEmpty()
                        || field.charAt(0) == ':'
                        || field.charAt(0) == '!'
                        || field.charAt(0) == '.'
                        || field.charAt(0) == '[';
                out.append(field(automatic ? next++ + field : field));
                i = end + 1;
            } else {
                out.append(c);
                i++;
            }
        }
        return out.toString();
    }

    private static int close(String format, int open) {
        int depth = 0;
        for (int i = open; i < format.length(); i++) {
            depth += format.charAt(i) == '{' ? 1 : format.charAt(i) == '}' ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        throw new UserError("the format has a '{' without '}'");
    }

    private String field(String field) {
        int colon = field.indexOf(':');
        String spec = colon < 0 ? "" : field.substring(colon + 1);
        String name = colon < 0 ? field : field.substring(0, colon);
        int bang = name.indexOf('!');
        boolean asRepr = bang >= 0 && name.substring(bang + 1).equals("r");
        boolean asText = bang >= 0;
        Object value = lookUp(bang < 0 ? name : name.substring(0, bang));
        if (spec.contains("{")) {
            spec = format(spec);
        }
        return laidOut(asRepr ? Values.repr(value) : asText ? Values.text(value) : value, spec);
    }

    private @Nullable Object lookUp(String path) {
        Matcher parts = Pattern.compile("^[^.\\[]+|\\.([^.\\[]+)|\\[([^]]+)]").matcher(path);
        Object value = null;
        while (parts.find()) {
            if (parts.start() == 0) {
                value = first(parts.group());
            } else {
                String member = parts.group(1) != null ? parts.group(1) : parts.group(2);
                if (parts.group(1) != null && value instanceof Map<?, ?>) {
                    throw Undefined.member(value, member).error(); // as in Python, an item is not an attribute
                }
                value = member.chars().allMatch(Character::isDigit)
                        ? item.apply(value, Long.valueOf(member))
                        : item.apply(value, member);
            }
        }
        return value instanceof Undefined missing ? raise(missing) : value;
    }

    private static Object raise(Undefined missing) {
        throw missing.error();
    }

    private @Nullable Object first(String name) {
        if (name.chars().allMatch(Character::isDigit)) {
            int place = Integer.parseInt(name);
            if (place >= places.size()) {
                throw new UserError("the format wants value " + place + ", but " + places.size() + " are given");
            }
            return places.get(place);
        }
        if (!named.containsKey(name)) {
            throw new UserError("the format wants '" + name + "', which is not given");
        }
        return named.get(name);
    }

    private static String laidOut(@Nullable Object value, String spec) {
        Matcher m = SPEC.matcher(spec);
        if (!m.matches()) {
            throw new UserError("no format is written " + Values.repr(spec));
        }
        String kind = m.group("kind");
        boolean number = value instanceof Number;
        boolean zero = m.group("zero") != null && m.group("align") == null;
        char align = m.group("align") != null ? m.group("align").charAt(0) : zero && number ? '=' : number ? '>' : '<';
        NumberFormat format = new NumberFormat(
                align,
                m.group("fill") != null ? m.group("fill").charAt(0) : m.group("zero") != null ? '0' : ' ',
                m.group("sign") == null ? '-' : m.group("sign").charAt(0),
                m.group("alternate") != null,
                m.group("group") != null,
                m.group("width") == null ? 0 : Integer.parseInt(m.group("width")),
                m.group("precision") == null ? -1 : Integer.parseInt(m.group("precision")));
        if ("s".equals(kind) && value instanceof Number) {
            throw new UserError("a number has no format 's'");
        }
        if (kind == null || kind.equals("s")) {
            return plain(value, format, kind);
        }
        if (kind.equals("n") && value instanceof Double real) {
            return format.real(real, 'g');
        }
        return switch (kind.charAt(0)) {
            case 'd', 'x', 'X', 'o', 'b', 'n' ->
                format.whole(Coercions.whole(value, "the value"), kind.equals("n") ? 'd' : kind.charAt(0));
            case 'c' -> format.text(Character.toString((int) Coercions.integer(value, "the value")));
            case 'e', 'E', 'f', 'F', 'g', 'G', '%' -> format.real(Coercions.real(value, "the value"), kind.charAt(0));
            default -> throw new UserError("a format has no kind '" + kind + "'");
        };
    }

    private static String plain(@Nullable Object value, NumberFormat format, @Nullable String kind) {
        if (kind == null && (value instanceof Long || value instanceof BigInteger)) {
            return format.whole(Coercions.whole(value, "the value"), 'd');
        }
        if (kind == null && value instanceof Double d && format.precision() >= 0) {
            return format.real(d, 'g');
        }
        if (kind == null && value instanceof Double d && format.grouped()) {
            return format.real(d, 'f');
        }
        return format.text(Values.text(value));
    }
}
