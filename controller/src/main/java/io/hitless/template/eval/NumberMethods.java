package io.hitless.template.eval;

import io.hitless.source.UserError;
import io.hitless.template.format.Coercions;
import io.hitless.value.Tuple;
import io.hitless.value.Values;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The methods and attributes of Python's {@code int}, {@code bool} and {@code float}. */
final class NumberMethods {
    static final Map<String, Builtin> OF_INT = new Builtin.Table()
            .add("bit_length", (n, _) -> (long) whole(n).abs().bitLength())
            .add("bit_count", (n, _) -> (long) whole(n).abs().bitCount())
            .add("conjugate", (n, _) -> Values.whole(whole(n)))
            .add("as_integer_ratio", (n, _) -> Tuple.of(Values.whole(whole(n)), 1L))
            .add("is_integer", (_, _) -> true)
            .build();

    static final Map<String, Builtin> OF_FLOAT = new Builtin.Table()
            .add("is_integer", (n, _) -> n instanceof Double d && d == Math.rint(d) && !d.isInfinite())
            .add("conjugate", (n, _) -> n)
            .add("as_integer_ratio", (n, _) -> ratio((double) java.util.Objects.requireNonNull(n)))
            .add("hex", (n, _) -> hex((double) java.util.Objects.requireNonNull(n)))
            .build();

    private NumberMethods() {}

    private static BigInteger whole(@Nullable Object number) {
        return Coercions.whole(number, "the number");
    }

    /** Returns an attribute; null if the owner is no number or has no such attribute. */
    static @Nullable Object field(@Nullable Object owner, String name) {
        if (owner instanceof Double d) {
            return switch (name) {
                case "real" -> d;
                case "imag" -> 0.0;
                default -> null;
            };
        }
        if (owner instanceof Long || owner instanceof BigInteger || owner instanceof Boolean) {
            return switch (name) {
                case "real", "numerator" -> Values.whole(whole(owner));
                case "imag" -> 0L;
                case "denominator" -> 1L;
                default -> null;
            };
        }
        return null;
    }

    private static Tuple ratio(double number) {
        if (!Double.isFinite(number)) {
            throw new UserError(Values.text(number) + " is no ratio of whole numbers");
        }
        BigDecimal exact = new BigDecimal(number);
        BigInteger under = BigInteger.TEN.pow(Math.max(0, exact.scale()));
        BigInteger over = exact.multiply(new BigDecimal(under)).toBigIntegerExact();
        BigInteger common = over.gcd(under);
        return Tuple.of(Values.whole(over.divide(common)), Values.whole(under.divide(common)));
    }

    // Python always writes thirteen digits, and the sign of the exponent.
    private static String hex(double number) {
        if (!Double.isFinite(number)) {
            return Values.text(number);
        }
        String plain = Double.toHexString(number);
        if (number == 0) {
            return plain;
        }
        int point = plain.indexOf('.');
        int power = plain.indexOf('p');
        String digits = plain.substring(point + 1, power);
        String exponent = plain.substring(power + 1);
        return plain.substring(0, point + 1)
                + digits
                + "0".repeat(13 - digits.length())
                + "p"
                + (exponent.startsWith("-") ? "" : "+")
                + exponent;
    }
}
