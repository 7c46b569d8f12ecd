package io.hitless.template.format;

import io.hitless.source.UserError;
import io.hitless.value.ComputeLimits;
import io.hitless.value.Tuple;
import io.hitless.value.Values;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Python's {@code '%s is %05.2f' % (name, value)}. */
public final class PercentFormat {
    private static final Pattern FIELD = Pattern.compile(
            "%(?:\\((?<name>[^)]*)\\))?(?<flags>[-+"
                    + " 0#]*)(?<width>\\d+|\\*)?(?:\\.(?<precision>\\d+|\\*))?[hlL]?(?<kind>.)?",
            Pattern.DOTALL);

    private PercentFormat() {}

    public static String format(String format, @Nullable Object values) {
        List<?> places = values instanceof Tuple tuple
                ? tuple
                : values instanceof Map<?, ?> ? List.of() : java.util.Collections.singletonList(values);
        return format(
                format,
                places,
                values instanceof Map<?, ?> named ? named : Map.of(),
                values instanceof Tuple || !(values instanceof Map<?, ?>));
    }

    public static String format(String format, List<?> places, Map<?, ?> named, boolean strict) {
        StringBuilder out = new StringBuilder();
        Matcher field = FIELD.matcher(format);
        int used = 0;
        int from = 0;
        while (field.find()) {
            out.append(format, from, field.start());
            from = field.end();
            String kind = field.group("kind");
            if (kind == null) {
                throw new UserError("the format ends in the middle of a field: " + Values.repr(field.group()));
            }
            if (kind.equals("%")) {
                out.append('%');
                continue;
            }
            Object value;
            if (field.group("name") != null) {
                if (!named.containsKey(field.group("name"))) {
                    throw new UserError("the format wants '" + field.group("name") + "', which is not given");
                }
                value = named.get(field.group("name"));
            } else if (used < places.size()) {
                value = places.get(used++);
            } else if (!named.isEmpty() && places.isEmpty()) {
                value = named;
            } else {
                throw new UserError("the format wants more than the " + places.size() + " values given");
            }
            out.append(field(field, kind.charAt(0), Values.defined(value)));
        }
        if (strict && used < places.size()) {
            throw new UserError("the format uses " + used + " of the " + places.size() + " values given");
        }
        return out.append(format, from, format.length()).toString();
    }

    private static String field(Matcher field, char kind, @Nullable Object value) {
        String flags = field.group("flags");
        NumberFormat spec = new NumberFormat(
                flags.contains("-") ? '<' : flags.contains("0") && "diouxXeEfFgG".indexOf(kind) >= 0 ? '=' : '>',
                flags.contains("0") && !flags.contains("-") ? '0' : ' ',
                flags.contains("+") ? '+' : flags.contains(" ") ? ' ' : '-',
                flags.contains("#"),
                false,
                size(field.group("width"), 0),
                size(field.group("precision"), -1));
        return switch (kind) {
            case 's' -> spec.text(Values.text(value));
            case 'r', 'a' -> spec.text(Values.repr(value));
            case 'c' -> spec.text(value instanceof Long n ? Character.toString(n.intValue()) : Values.text(value));
            case 'd', 'i', 'u' ->
                spec.whole(
                        value instanceof Double d ? d.longValue() : Coercions.integer(value, "the value for %" + kind),
                        'd');
            case 'x', 'X', 'o' -> spec.whole(Coercions.integer(value, "the value for %" + kind), kind);
            case 'e', 'E', 'f', 'F', 'g', 'G' -> spec.real(Coercions.real(value, "the value for %" + kind), kind);
            default -> throw new UserError("a format has no %" + kind);
        };
    }

    private static int size(@Nullable String written, int otherwise) {
        if (written == null) {
            return otherwise;
        }
        if (written.equals("*")) {
            throw new UserError("the width of a field is to be written as a number, not *");
        }
        long size = written.length() > 10 ? Long.MAX_VALUE : Long.parseLong(written);
        ComputeLimits.text(size);
        return (int) size;
    }
}
