package io.hitless.template.filters;

import io.hitless.source.UserError;
import io.hitless.template.eval.BoundArguments;
import io.hitless.template.eval.Builtin;
import io.hitless.template.format.Coercions;
import io.hitless.template.format.PythonRandom;
import io.hitless.value.Undefined;
import io.hitless.value.Values;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Filters that create numbers or compute with them. */
public final class NumberFilters {
    private static final String UNITS = "BKMGTPEZY";
    private static final Pattern SIZE = Pattern.compile("^\\s*(\\d*\\.?\\d*)\\s*([A-Za-z]+)?");

    private NumberFilters() {}

    public static Builtin.Table table() {
        return new Builtin.Table()
                .add("abs", (v, _) -> switch (v) {
                    case Double d -> Math.abs(d);
                    case Duration length -> length.abs();
                    case null, default ->
                        Values.whole(Coercions.whole(v, "the value").abs());
                })
                .addLenient("int", NumberFilters::toInt, "default", "base")
                .addLenient("float", NumberFilters::toFloat, "default")
                .add("round", NumberFilters::round, "precision", "method")
                .add(
                        "log",
                        (v, a) -> inDomain(
                                a.has("base")
                                        ? log(real(v), Coercions.real(a.value("base"), "the base"))
                                        : Math.log(real(v)),
                                real(v)),
                        "base")
                .add("pow", (v, a) -> Math.pow(real(v), Coercions.real(a.value("power"), "the power")), "power")
                .add(
                        "root",
                        (v, a) -> inDomain(root(real(v), Coercions.real(a.value("base", 2L), "the base")), real(v)),
                        "base")
                .add("random", NumberFilters::random, "start", "step", "seed")
                .add("human_readable", (v, a) -> humanReadable(real(v), a), "isbits", "unit")
                .add("human_to_bytes", (v, a) -> humanToBytes(Values.text(v), a), "default_unit", "isbits")
                .add(
                        "filesizeformat",
                        (v, a) -> fileSize(v instanceof String s ? parsed(s) : real(v), a.flag("binary", false)),
                        "binary");
    }

    // As in Python, an infinite result or NaN is an error, unless the argument was one already.
    private static double inDomain(double result, double given) {
        if (Double.isFinite(given) && !Double.isFinite(result)) {
            throw new UserError("there is no such number for " + Values.text(given));
        }
        return result;
    }

    private static double parsed(String text) {
        Double number = number(text);
        if (number == null) {
            throw new UserError("no number is written " + Values.repr(text));
        }
        return number;
    }

    private static double real(@Nullable Object value) {
        return Coercions.real(value, "the value");
    }

    private static @Nullable Object toInt(@Nullable Object value, BoundArguments a) {
        Object fallback = a.value("default", 0L);
        Object given = value instanceof Undefined missing ? raise(missing) : value;
        return switch (given) {
            case Long n -> n;
            case Boolean on -> on ? 1L : 0L;
            case BigInteger n -> n;
            case Double d -> whole(d);
            case String s -> parse(s.strip().replace("_", ""), (int) a.integer("base", 10), fallback);
            case null, default -> fallback;
        };
    }

    private static Object whole(double real) {
        if (!Double.isFinite(real)) {
            throw new UserError("no whole number is as big as " + Values.text(real));
        }
        return Values.whole(new BigDecimal(real).toBigInteger());
    }

    private static Object raise(Undefined missing) {
        throw missing.error();
    }

    private static @Nullable Object parse(String text, int base, @Nullable Object fallback) {
        String digits = text;
        int radix = base;
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.startsWith(base == 16 ? "0x" : base == 8 ? "0o" : base == 2 ? "0b" : "\0")) {
            digits = text.substring(2);
        } else if (base == 0) {
            boolean marked = lower.length() > 1 && lower.charAt(0) == '0';
            radix = !marked ? 10 : lower.charAt(1) == 'x' ? 16 : lower.charAt(1) == 'b' ? 2 : 8;
            digits = marked ? text.substring(2) : text;
        }
        try {
            return Values.whole(new BigInteger(digits, radix));
        } catch (NumberFormatException _) {
            Double real = base == 10 ? number(text) : null;
            return real == null || !Double.isFinite(real) ? fallback : whole(real);
        }
    }

    /** The number that Python's {@code float()} reads from a text, or null. */
    static @Nullable Double number(String text) {
        String plain = text.strip().toLowerCase(Locale.ROOT);
        String unsigned = plain.startsWith("-") || plain.startsWith("+") ? plain.substring(1) : plain;
        if (unsigned.equals("inf") || unsigned.equals("infinity")) {
            return plain.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        if (unsigned.equals("nan")) {
            return Double.NaN;
        }
        if (!unsigned.matches("[0-9][0-9_]*\\.?[0-9_]*(e[-+]?[0-9]+)?|\\.[0-9]+(e[-+]?[0-9]+)?")) {
            return null;
        }
        return Double.valueOf(plain.replace("_", ""));
    }

    private static @Nullable Object toFloat(@Nullable Object value, BoundArguments a) {
        Object given = value instanceof Undefined missing ? raise(missing) : value;
        Object fallback = a.value("default", 0.0);
        return switch (given) {
            case Long n -> n.doubleValue();
            case BigInteger n -> n.doubleValue();
            case Boolean on -> on ? 1.0 : 0.0;
            case Double d -> d;
            case String s -> {
                Double number = number(s);
                yield number == null ? fallback : number;
            }
            case null, default -> fallback;
        };
    }

    private static Object round(@Nullable Object value, BoundArguments a) {
        int precision = (int) a.integer("precision", 0);
        String method = a.text("method", "common");
        RoundingMode mode = switch (method) {
            case "common" -> RoundingMode.HALF_EVEN;
            case "ceil" -> RoundingMode.CEILING;
            case "floor" -> RoundingMode.FLOOR;
            default -> throw new UserError("method is to be common, ceil or floor, not '" + method + "'");
        };
        if (value instanceof Double d && (d.isNaN() || d.isInfinite())) {
            return d;
        }
        BigDecimal exact =
                value instanceof Double d ? new BigDecimal(d) : new BigDecimal(Coercions.whole(value, "the value"));
        BigDecimal rounded = exact.setScale(precision, mode);
        return value instanceof Double || !method.equals("common")
                ? (Object) rounded.doubleValue()
                : (Object) Values.whole(rounded.toBigIntegerExact());
    }

    private static double log(double value, double base) {
        return base == 10 ? Math.log10(value) : Math.log(value) / Math.log(base);
    }

    private static double root(double value, double base) {
        return base == 2 ? Math.sqrt(value) : Math.pow(value, 1 / base);
    }

    private static @Nullable Object random(@Nullable Object end, BoundArguments a) {
        PythonRandom random = PythonRandom.of(a.value("seed", null));
        if (end instanceof Long || end instanceof Boolean) {
            long step = a.integer("step", 1);
            return random.range(a.integer("start", 0), Coercions.integer(end, "the value"), step == 0 ? 1 : step);
        }
        if (Values.truthy(a.value("start", null)) || Values.truthy(a.value("step", null))) {
            throw new UserError("start and step are for numbers: this is " + Coercions.article(end));
        }
        return random.choice(Coercions.list(end));
    }

    private static String humanReadable(double size, BoundArguments a) {
        boolean bits = a.flag("isbits", false);
        String unit = a.value("unit", null) == null ? "" : a.text("unit").toUpperCase(Locale.ROOT);
        String base = bits ? "bits" : "Bytes";
        int power = UNITS.length() - 1;
        while (power > 0 && !(unit.isEmpty() ? size >= Math.pow(1024, power) : unit.charAt(0) == UNITS.charAt(power))) {
            power--;
        }
        String suffix = power == 0 ? base : UNITS.charAt(power) + (bits ? "b" : "B");
        return String.format(Locale.ROOT, "%.2f %s", size / Math.pow(1024, power), suffix);
    }

    private static Long humanToBytes(String text, BoundArguments a) {
        Matcher m = SIZE.matcher(text);
        if (!m.find() || m.group(1).isEmpty()) {
            throw new UserError("no size is written " + Values.repr(text));
        }
        String unit =
                m.group(2) != null ? m.group(2) : a.value("default_unit", null) == null ? "B" : a.text("default_unit");
        int power = UNITS.indexOf(Character.toUpperCase(unit.charAt(0)));
        String rest = unit.substring(1);
        boolean bits = a.flag("isbits", false);
        boolean fits = rest.isEmpty()
                || rest.equals(bits ? "b" : "B")
                || (power == 0 && rest.toLowerCase(Locale.ROOT).matches(bits ? "its?" : "ytes?"));
        if (power < 0 || !fits) {
            throw new UserError(null, "no unit of size is written '" + unit + "'", "write B, KB, MB, GB, TB, …");
        }
        return Math.round(Double.parseDouble(m.group(1)) * Math.pow(1024, power));
    }

    private static String fileSize(double bytes, boolean binary) {
        int base = binary ? 1024 : 1000;
        if (bytes < base) {
            return bytes == 1 ? "1 Byte" : (long) bytes + " Bytes";
        }
        int power = 1;
        while (power < 8 && bytes >= Math.pow(base, power + 1)) {
            power++;
        }
        String unit = (binary ? "KMGTPEZY" : "kMGTPEZY").charAt(power - 1) + (binary ? "iB" : "B");
        return String.format(Locale.ROOT, "%.1f %s", bytes / Math.pow(base, power), unit);
    }
}
