package io.hitless.template.eval;

import io.hitless.source.UserError;
import io.hitless.template.syntax.Expr.Operator;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Arithmetic with dates, times and lengths of time, as in Python's datetime: a length has whole microseconds, and what
 * lies between two is rounded to the even one.
 */
final class TimeArithmetic {
    private static final BigInteger MICROS = BigInteger.valueOf(1_000_000);
    /** Division is exact to this many digits, which is more than any length of time and any float have. */
    private static final int DIGITS = 400;

    private TimeArithmetic() {}

    /** Returns the result, or null if the operator does not support the types. */
    static @Nullable Object apply(Operator operator, @Nullable Object a, @Nullable Object b) {
        return switch (operator) {
            case ADD -> a instanceof Duration && !(b instanceof Duration) ? moved(b, a, 1) : moved(a, b, 1);
            case SUBTRACT -> b instanceof Duration ? moved(a, b, -1) : between(b, a);
            case MULTIPLY ->
                a instanceof Duration length && b instanceof Number factor
                        ? multiplied(length, factor)
                        : a instanceof Number factor && b instanceof Duration length
                                ? multiplied(length, factor)
                                : null;
            case DIVIDE, FLOOR_DIVIDE, MODULO -> a instanceof Duration length ? divided(operator, length, b) : null;
            case POWER -> null;
        };
    }

    private static @Nullable Object moved(@Nullable Object from, @Nullable Object by, int sign) {
        if (!(by instanceof Duration length)) {
            return null;
        }
        Duration signed = sign > 0 ? length : length.negated();
        return switch (from) {
            case LocalDateTime t -> t.plus(signed);
            case OffsetDateTime t -> t.plus(signed);
            case LocalDate t -> t.plusDays(signed.toDays());
            case Duration t -> t.plus(signed);
            case null, default -> null;
        };
    }

    private static @Nullable Object between(@Nullable Object start, @Nullable Object end) {
        return switch (start) {
            case LocalDateTime x when end instanceof LocalDateTime y -> Duration.between(x, y);
            case LocalDate x when end instanceof LocalDate y -> Duration.ofDays(ChronoUnit.DAYS.between(x, y));
            case OffsetDateTime x when end instanceof OffsetDateTime y -> Duration.between(x, y);
            case null, default -> null;
        };
    }

    private static Duration multiplied(Duration length, Number factor) {
        return length(new BigDecimal(micros(length)).multiply(decimal(factor)).setScale(0, RoundingMode.HALF_EVEN));
    }

    private static @Nullable Object divided(Operator operator, Duration length, @Nullable Object by) {
        BigDecimal whole = new BigDecimal(micros(length));
        if (by instanceof Duration part) {
            BigDecimal divisor = nonZero(new BigDecimal(micros(part)));
            BigDecimal times = whole.divide(divisor, 0, RoundingMode.FLOOR);
            return switch (operator) {
                case DIVIDE ->
                    whole.divide(divisor, DIGITS, RoundingMode.HALF_EVEN).doubleValue();
                case FLOOR_DIVIDE -> times.longValueExact();
                default -> length(whole.subtract(times.multiply(divisor)));
            };
        }
        if (!(by instanceof Number number) || operator == Operator.MODULO) {
            return null;
        }
        if (operator == Operator.DIVIDE) {
            return length(whole.divide(nonZero(decimal(number)), 0, RoundingMode.HALF_EVEN));
        }
        return number instanceof Double ? null : length(whole.divide(nonZero(decimal(number)), 0, RoundingMode.FLOOR));
    }

    private static BigInteger micros(Duration length) {
        return BigInteger.valueOf(length.getSeconds())
                .multiply(MICROS)
                .add(BigInteger.valueOf(length.getNano() / 1000));
    }

    private static Duration length(BigDecimal micros) {
        BigInteger[] parts = micros.toBigIntegerExact().divideAndRemainder(MICROS);
        if (parts[0].bitLength() >= Long.SIZE) {
            throw new UserError("this length of time is too long");
        }
        return Duration.ofSeconds(parts[0].longValue(), parts[1].longValue() * 1000);
    }

    private static BigDecimal decimal(Number number) {
        return switch (number) {
            case BigInteger big -> new BigDecimal(big);
            case Double real
            when real.isNaN() || real.isInfinite() ->
                throw new UserError("a length of time can't be computed with " + real);
            case Double real -> new BigDecimal(real);
            default -> BigDecimal.valueOf(number.longValue());
        };
    }

    private static BigDecimal nonZero(BigDecimal divisor) {
        if (divisor.signum() == 0) {
            throw new UserError("division by zero");
        }
        return divisor;
    }
}
