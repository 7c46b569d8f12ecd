package io.hitless.template.format;

import io.hitless.source.UserError;
import io.hitless.value.ComputeLimits;
import io.hitless.value.Tuple;
import io.hitless.value.Values;
import java.math.BigDecimal;
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

    /** Formats values. As in Python, a single list or mapping need not be used by the format. */
    public static String format(String format, @Nullable Object values) {
        List<?> places = values instanceof Tuple tuple
                ? tuple
                : values instanceof Map<?, ?> ? List.of() : java.util.Collections.singletonList(values);
        return format(
                format,
                places,
                values instanceof Map<?, ?> named ? named : Map.of(),
                values instanceof Tuple || !(values instanceof Map<?, ?> || values instanceof List<?>));
    }

    public static String format(String format, List<?> places, Map<?, ?> named, boolean strict) {
        return new Formatting(places, named).format(format, strict);
    }

    /** The formatting of one text, which uses up the values one after the other. */
    private static final class Formatting {
        private final List<?> places;
        private final Map<?, ?> named;
        private int used;

        Formatting(List<?> places, Map<?, ?> named) {
            this.places = places;
            this.named = named;
        }

        String format(String format, boolean strict) {
            StringBuilder out = new StringBuilder();
            Matcher field = FIELD.matcher(format);
            int from = 0;
            while (field.find()) {
                out.append(format, from, field.start());
                from = field.end();
                String kind = field.group("kind");
                if (kind == null) {
                    throw new UserError("the format ends in the middle of a field: " + Values.repr(field.group()));
                }
                out.append(field.group().equals("%%") ? "%" : field(field, kind.charAt(0)));
            }
            if (strict && used < places.size()) {
                throw new UserError("the format uses " + used + " of the " + places.size() + " values given");
            }
            return out.append(format, from, format.length()).toString();
        }

        private String field(Matcher field, char kind) {
            int width = size(field.group("width"), 0);
            int precision = size(field.group("precision"), -1);
            Object value = Values.defined(field.group("name") != null ? member(field.group("name")) : next());
            return PercentFormat.field(field.group("flags"), width, precision, kind, value);
        }

        private @Nullable Object member(String name) {
            if (!named.containsKey(name)) {
                throw new UserError("the format wants '" + name + "', which is not given");
            }
            return named.get(name);
        }

        private @Nullable Object next() {
            if (used < places.size()) {
                return places.get(used++);
            }
            if (!named.isEmpty() && places.isEmpty()) {
                return named;
            }
            throw new UserError("the format wants more than the " + places.size() + " values given");
        }

        private int size(@Nullable String written, int otherwise) {
            if (written == null) {
                return otherwise;
            }
            long size = written.equals("*")
                    ? Coercions.integer(next(), "the value for *")
                    : written.length() > 10 ? Long.MAX_VALUE : Long.parseLong(written);
            ComputeLimits.text(size);
            return (int) size;
        }
    }

    private static String field(String flags, int width, int precision, char kind, @Nullable Object value) {
        boolean left = flags.contains("-") || width < 0;
        NumberFormat spec = new NumberFormat(
                left ? '<' : flags.contains("0") && "diouxXeEfFgG".indexOf(kind) >= 0 ? '=' : '>',
                flags.contains("0") && !left ? '0' : ' ',
                flags.contains("+") ? '+' : flags.contains(" ") ? ' ' : '-',
                flags.contains("#"),
                false,
                Math.abs(width),
                precision);
        return switch (kind) {
            case 's' -> spec.text(Values.text(value));
            case 'r', 'a' -> spec.text(Values.repr(value));
            case 'c' -> spec.text(value instanceof Long n ? Character.toString(n.intValue()) : Values.text(value));
            case 'd', 'i', 'u' ->
                spec.whole(
                        value instanceof Double d && Double.isFinite(d)
                                ? new BigDecimal(d).toBigInteger()
                                : Coercions.whole(value, "the value for %" + kind),
                        'd');
            case 'x', 'X', 'o' -> spec.whole(Coercions.whole(value, "the value for %" + kind), kind);
            case 'e', 'E', 'f', 'F', 'g', 'G' -> spec.real(Coercions.real(value, "the value for %" + kind), kind);
            default -> throw new UserError("a format has no %" + kind);
        };
    }
}
