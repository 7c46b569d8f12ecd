package io.hitless.template.eval;

import io.hitless.source.UserError;
import io.hitless.template.format.PercentFormat;
import io.hitless.template.syntax.Expr.Operator;
import io.hitless.value.ComputeLimits;
import io.hitless.value.Tuple;
import io.hitless.value.Values;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Python's arithmetic: integers stay integers, except with {@code /}; {@code //} and {@code %} round down; texts and
 * lists can be concatenated and repeated. Integers have unlimited size.
 */
public final class Arithmetic {
    private static final long MOST_BITS = 1 << 20;

    private Arithmetic() {}

    /** {@code a + b}. */
    public static Object add(@Nullable Object a, @Nullable Object b) {
        return apply(Operator.ADD, a, b);
    }

    /** {@code a % b}. */
    public static Object modulo(@Nullable Object a, @Nullable Object b) {
        return apply(Operator.MODULO, a, b);
    }

    /** @throws UserError if the operator does not support the types, the result is too big, or the divisor is zero */
    static Object apply(Operator operator, @Nullable Object a, @Nullable Object b) {
        if (a instanceof String text && operator == Operator.MODULO) {
            return PercentFormat.format(text, b);
        }
        Values.defined(a);
        Values.defined(b);
        Object left = a instanceof Boolean on ? (Object) (on ? 1L : 0L) : a;
        Object right = b instanceof Boolean on ? (Object) (on ? 1L : 0L) : b;
        if (left != null && right != null && isWhole(left) && isWhole(right)) {
            return whole(operator, left, right);
        }
        if (left instanceof Number x && right instanceof Number y) {
            return real(operator, x.doubleValue(), y.doubleValue());
        }
        Object result = other(operator, left, right);
        if (result == null) {
            throw new UserError(
                    null,
                    "can't apply " + operator.sign() + " to '" + Values.typeName(a) + "' and '" + Values.typeName(b)
                            + "'",
                    hint(operator, a, b));
        }
        return result;
    }

    private static @Nullable String hint(Operator operator, @Nullable Object a, @Nullable Object b) {
        boolean texts = a instanceof String || b instanceof String;
        boolean numbers = a instanceof Number || b instanceof Number;
        if (texts && numbers) {
            return operator == Operator.ADD
                    ? "join texts with ~, or make a number with | int"
                    : "make a number with | int";
        }
        return null;
    }

    private static boolean isWhole(Object value) {
        return value instanceof Long || value instanceof BigInteger;
    }

    private static Object whole(Operator operator, Object x, Object y) {
        try {
            if (x instanceof Long a && y instanceof Long b) {
                return whole(operator, (long) a, (long) b);
            }
        } catch (ArithmeticException _) {
            // does not fit into 64 bits
        }
        return big(operator, big(x), big(y));
    }

    private static BigInteger big(Object whole) {
        return whole instanceof BigInteger big ? big : BigInteger.valueOf((Long) whole);
    }

    private static Object big(Operator operator, BigInteger x, BigInteger y) {
        return switch (operator) {
            case ADD -> Values.whole(x.add(y));
            case SUBTRACT -> Values.whole(x.subtract(y));
            case MULTIPLY -> Values.whole(x.multiply(y));
            case DIVIDE ->
                new BigDecimal(x)
                        .divide(new BigDecimal(nonZero(y)), MathContext.DECIMAL128)
                        .doubleValue();
            case FLOOR_DIVIDE -> {
                BigInteger[] parts = x.divideAndRemainder(nonZero(y));
                boolean down = parts[1].signum() != 0 && parts[1].signum() != y.signum();
                yield Values.whole(down ? parts[0].subtract(BigInteger.ONE) : parts[0]);
            }
            case MODULO -> {
                BigInteger rest = x.remainder(nonZero(y));
                yield Values.whole(rest.signum() != 0 && rest.signum() != y.signum() ? rest.add(y) : rest);
            }
            case POWER ->
                y.signum() < 0 ? (Object) Math.pow(nonZero(x).doubleValue(), y.doubleValue()) : (Object) power(x, y);
        };
    }

    private static Number power(BigInteger base, BigInteger exponent) {
        if (base.abs().bitLength() > 1
                && (exponent.bitLength() >= Integer.SIZE
                        || (long) base.bitLength() * exponent.intValue() > MOST_BITS)) {
            throw new UserError("this makes a number of more than " + MOST_BITS + " bits");
        }
        boolean odd = exponent.testBit(0);
        return base.abs().bitLength() > 1
                ? Values.whole(base.pow(exponent.intValue()))
                : base.signum() < 0 && odd ? -1L : base.signum() == 0 && exponent.signum() > 0 ? 0L : 1L;
    }

    private static BigInteger nonZero(BigInteger y) {
        if (y.signum() == 0) {
            throw new UserError("division by zero");
        }
        return y;
    }

    private static Object whole(Operator operator, long x, long y) {
        return switch (operator) {
            case ADD -> Math.addExact(x, y);
            case SUBTRACT -> Math.subtractExact(x, y);
            case MULTIPLY -> Math.multiplyExact(x, y);
            case DIVIDE -> (double) x / nonZero(y);
            case FLOOR_DIVIDE -> Math.floorDivExact(x, nonZero(y));
            case MODULO -> Math.floorMod(x, nonZero(y));
            case POWER -> y < 0 ? (Object) Math.pow((double) nonZero(x), (double) y) : (Object) power(x, y);
        };
    }

    private static long power(long base, long exponent) {
        long result = 1;
        long factor = base;
        for (long e = exponent; e > 0; e >>= 1) {
            if ((e & 1) == 1) {
                result = Math.multiplyExact(result, factor);
            }
            if (e > 1) {
                factor = Math.multiplyExact(factor, factor);
            }
        }
        return result;
    }

    private static long nonZero(long y) {
        if (y == 0) {
            throw new UserError("division by zero");
        }
        return y;
    }

    private static Object real(Operator operator, double x, double y) {
        if (y == 0
                && (operator == Operator.DIVIDE || operator == Operator.FLOOR_DIVIDE || operator == Operator.MODULO)) {
            throw new UserError("division by zero");
        }
        return switch (operator) {
            case ADD -> x + y;
            case SUBTRACT -> x - y;
            case MULTIPLY -> x * y;
            case DIVIDE -> x / y;
            case FLOOR_DIVIDE -> Math.floor(x / y);
            case MODULO -> {
                double rest = x % y;
                yield rest != 0 && rest < 0 != y < 0 ? rest + y : rest;
            }
            case POWER -> {
                if (x == 0 && y < 0) {
                    throw new UserError("0 can't be raised to a negative power");
                }
                if (x < 0 && y != Math.rint(y)) {
                    throw new UserError(
                            "a negative number to the power of " + Values.text(y) + " is not a real number");
                }
                yield Math.pow(x, y);
            }
        };
    }

    private static @Nullable Object other(Operator operator, @Nullable Object a, @Nullable Object b) {
        return switch (operator) {
            case ADD -> {
                if (a instanceof String x && b instanceof String y) {
                    ComputeLimits.text((long) x.length() + y.length());
                    yield x + y;
                }
                yield a instanceof List<?> x && b instanceof List<?> y && x instanceof Tuple == y instanceof Tuple
                        ? joined(x, y)
                        : TimeArithmetic.apply(operator, a, b);
            }
            case MULTIPLY -> {
                if (b instanceof Long n && (a instanceof String || a instanceof List<?>)) {
                    yield repeated(a, n);
                }
                yield a instanceof Long n && (b instanceof String || b instanceof List<?>)
                        ? repeated(b, n)
                        : TimeArithmetic.apply(operator, a, b);
            }
            default -> TimeArithmetic.apply(operator, a, b);
        };
    }

    private static Object joined(List<?> x, List<?> y) {
        ComputeLimits.values((long) x.size() + y.size());
        List<@Nullable Object> all = new ArrayList<>(x.size() + y.size());
        all.addAll(x);
        all.addAll(y);
        return x instanceof Tuple ? Tuple.of(all) : all;
    }

    private static Object repeated(Object what, long times) {
        int n = Math.toIntExact(Math.clamp(times, 0L, Integer.MAX_VALUE));
        if (what instanceof String text) {
            ComputeLimits.text((long) n * text.length());
            return text.repeat(n);
        }
        ComputeLimits.values((long) n * ((List<?>) what).size());
        List<@Nullable Object> all = new ArrayList<>();
        for (int i = 0; i < n && !((List<?>) what).isEmpty(); i++) {
            all.addAll((List<?>) what);
        }
        return what instanceof Tuple ? Tuple.of(all) : all;
    }
}
