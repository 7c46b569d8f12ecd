package io.hitless.yaml;

import java.math.BigInteger;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Resolves the type of a plain scalar by the rules of YAML 1.1 in PyYAML. */
final class ScalarResolver {
    private static final Pattern INT = Pattern.compile(
            "[-+]?0b[01_]+|[-+]?0[0-7_]+|[-+]?(?:0|[1-9][0-9_]*)|[-+]?0x[0-9a-fA-F_]+|[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+");
    private static final Pattern FLOAT = Pattern.compile("[-+]?[0-9][0-9_]*\\.[0-9_]*(?:[eE][-+][0-9]+)?"
            + "|\\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?"
            + "|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\\.[0-9_]*"
            + "|[-+]?\\.(?:inf|Inf|INF)|\\.(?:nan|NaN|NAN)");

    private ScalarResolver() {}

    /** Null, Boolean, Long, BigInteger, Double, a date or time of java.time, or the text itself. */
    static @Nullable Object plain(String text) {
        return switch (text) {
            case "", "~", "null", "Null", "NULL" -> null;
            case "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON" -> true;
            case "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF" -> false;
            default -> {
                Object time = YamlTime.of(text);
                yield time == null ? number(text) : time;
            }
        };
    }

    static Object number(String text) {
        if (!mayBeNumber(text.charAt(0))) {
            return text;
        }
        try {
            if (INT.matcher(text).matches()) {
                return integer(text.replace("_", ""));
            }
            return FLOAT.matcher(text).matches()
                    ? (Object) decimal(text.replace("_", "").toLowerCase(Locale.ROOT))
                    : text;
        } catch (NumberFormatException _) {
            return text;
        }
    }

    private static boolean mayBeNumber(char first) {
        return (first >= '0' && first <= '9') || first == '-' || first == '+' || first == '.';
    }

    private static Number integer(String text) {
        boolean negative = text.startsWith("-");
        String digits = negative || text.startsWith("+") ? text.substring(1) : text;
        if (digits.indexOf(':') >= 0) {
            return (negative ? -1 : 1) * sexagesimal(digits);
        }
        String sign = negative ? "-" : "";
        if (digits.startsWith("0b")) {
            return integer(sign + digits.substring(2), 2);
        }
        if (digits.startsWith("0x")) {
            return integer(sign + digits.substring(2), 16);
        }
        return integer(sign + digits, digits.startsWith("0") ? 8 : 10);
    }

    private static Number integer(String digits, int radix) {
        BigInteger whole = new BigInteger(digits, radix);
        return whole.bitLength() < Long.SIZE ? (Number) whole.longValue() : whole;
    }

    private static long sexagesimal(String digits) {
        long sum = 0;
        for (String part : digits.split(":", -1)) {
            sum = sum * 60 + Long.parseLong(part);
        }
        return sum;
    }

    private static double decimal(String text) {
        int sign = text.startsWith("-") ? -1 : 1;
        String digits = text.startsWith("-") || text.startsWith("+") ? text.substring(1) : text;
        if (digits.equals(".inf")) {
            return sign * Double.POSITIVE_INFINITY;
        }
        if (digits.equals(".nan")) {
            return Double.NaN;
        }
        double sum = 0;
        for (String part : digits.split(":", -1)) {
            sum = sum * 60 + Double.parseDouble(part);
        }
        return sign * sum;
    }
}
