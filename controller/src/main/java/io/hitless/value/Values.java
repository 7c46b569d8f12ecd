package io.hitless.value;

import io.hitless.source.UserError;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Python's semantics of values: truth, equality, order and text. Values are null, Boolean, Long (BigInteger for whole
 * numbers of more than 64 bits), Double, String, List, Map, {@link Tuple} and {@link Undefined}. Any other object is
 * opaque and is shown as its {@code toString}.
 */
public final class Values {
    private Values() {}

    /** Returns Python's truth of a value: None, False, zero and everything empty are false. */
    public static boolean truthy(@Nullable Object value) {
        return switch (value) {
            case null -> false;
            case Boolean b -> b;
            case String s -> !s.isEmpty();
            case Long n -> n != 0;
            case BigInteger n -> n.signum() != 0;
            case Double d -> d != 0;
            case List<?> list -> !list.isEmpty();
            case Map<?, ?> map -> !map.isEmpty();
            case Bytes bytes -> bytes.size() > 0;
            case Undefined missing when missing.lenient() -> false;
            case Undefined missing -> throw missing.error();
            default -> true;
        };
    }

    /**
     * Python's {@code ==}: {@code 1 == 1.0 == True}, but {@code '1' != 1}; a list never equals a tuple; the order of a
     * mapping's keys does not count.
     */
    @SuppressWarnings("ReferenceEquality")
    public static boolean equal(@Nullable Object a, @Nullable Object b) {
        if (strict(a) instanceof Undefined || strict(b) instanceof Undefined) {
            return a instanceof Undefined && b instanceof Undefined;
        }
        if (a == b) {
            return !(a instanceof Double d && d.isNaN());
        }
        if (a == null || b == null) {
            return false;
        }
        if (isNumber(a) && isNumber(b)) {
            return compareNumbers(a, b) == 0 && !isNaN(a) && !isNaN(b);
        }
        if (a instanceof List<?> left && b instanceof List<?> right) {
            return isSameKind(left, right) && equalItems(left, right);
        }
        if (a instanceof Map<?, ?> left && b instanceof Map<?, ?> right) {
            return equalEntries(left, right);
        }
        if (a instanceof OffsetDateTime left && b instanceof OffsetDateTime right) {
            return left.isEqual(right);
        }
        return a.equals(b);
    }

    private static boolean isSameKind(List<?> a, List<?> b) {
        return a instanceof Tuple == b instanceof Tuple && a instanceof NumberRange == b instanceof NumberRange;
    }

    private static boolean equalItems(List<?> a, List<?> b) {
        if (a.size() != b.size()) {
            return false;
        }
        for (int i = 0; i < a.size(); i++) {
            if (!equal(a.get(i), b.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean equalEntries(Map<?, ?> a, Map<?, ?> b) {
        if (a.size() != b.size()) {
            return false;
        }
        for (Map.Entry<?, ?> entry : a.entrySet()) {
            if (!b.containsKey(entry.getKey()) || !equal(entry.getValue(), b.get(entry.getKey()))) {
                return false;
            }
        }
        return true;
    }

    /**
     * Compares two values by Python's order.
     *
     * @throws UserError if the two cannot be ordered, such as a text and a number
     */
    public static int compare(@Nullable Object a, @Nullable Object b) {
        defined(a);
        defined(b);
        if (a instanceof String left && b instanceof String right) {
            return left.compareTo(right);
        }
        if (a != null && b != null && isNumber(a) && isNumber(b)) {
            return compareNumbers(a, b);
        }
        if (a instanceof List<?> left
                && b instanceof List<?> right
                && isSameKind(left, right)
                && !(a instanceof NumberRange)) {
            for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
                if (!equal(left.get(i), right.get(i))) {
                    return compare(left.get(i), right.get(i));
                }
            }
            return Integer.compare(left.size(), right.size());
        }
        if (a instanceof OffsetDateTime left && b instanceof OffsetDateTime right) {
            return left.toInstant().compareTo(right.toInstant());
        }
        if (a instanceof Comparable<?> && b != null && a.getClass() == b.getClass()) {
            @SuppressWarnings("unchecked")
            Comparable<Object> left = (Comparable<Object>) a;
            return left.compareTo(b);
        }
        throw new UserError("can't order '" + typeName(a) + "' and '" + typeName(b) + "'");
    }

    /**
     * Whether the order of two values, as {@link #compare} returns it, is as {@code wanted}. NaN is neither less than
     * another number, nor equal to it, nor greater.
     *
     * @throws UserError if the two cannot be ordered
     */
    public static boolean ordered(@Nullable Object a, @Nullable Object b, IntPredicate wanted) {
        int order = compare(a, b);
        return !(a instanceof Double x && x.isNaN()) && !(b instanceof Double y && y.isNaN()) && wanted.test(order);
    }

    private static boolean isNumber(Object value) {
        return value instanceof Number || value instanceof Boolean;
    }

    private static boolean isNaN(Object value) {
        return value instanceof Double d && d.isNaN();
    }

    private static int compareNumbers(Object a, Object b) {
        if ((a instanceof BigInteger || b instanceof BigInteger) && isFinite(a) && isFinite(b)) {
            return exact(a).compareTo(exact(b));
        }
        return a instanceof Double || b instanceof Double
                ? Double.compare(toDouble(a) + 0.0, toDouble(b) + 0.0)
                : Long.compare(toLong(a), toLong(b));
    }

    private static boolean isFinite(Object number) {
        return !(number instanceof Double d) || Double.isFinite(d);
    }

    private static BigDecimal exact(Object number) {
        return switch (number) {
            case BigInteger n -> new BigDecimal(n);
            case Double d -> new BigDecimal(d);
            default -> BigDecimal.valueOf(toLong(number));
        };
    }

    /** Returns a whole number in the form that values have: Long, or BigInteger if it has more than 64 bits. */
    public static Number whole(BigInteger number) {
        return number.bitLength() < Long.SIZE ? (Number) number.longValue() : number;
    }

    private static double toDouble(Object number) {
        return switch (number) {
            case Double d -> d;
            case BigInteger n -> n.doubleValue();
            default -> toLong(number);
        };
    }

    private static long toLong(Object number) {
        return number instanceof Boolean b ? (b ? 1 : 0) : ((Number) number).longValue();
    }

    /**
     * Returns an object whose {@code equals} and {@code hashCode} agree with {@link #equal}, for use in sets and as a
     * key of mappings.
     */
    public static @Nullable Object key(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case String s -> s;
            case Boolean b -> b ? 1L : 0L;
            case Integer n -> n.longValue();
            case Double d -> d == Math.rint(d) && Math.abs(d) < 1e18 ? (Object) d.longValue() : d;
            case Tuple tuple -> List.of("tuple", keys(tuple));
            case List<?> list -> keys(list);
            case Map<?, ?> map -> {
                Map<Object, @Nullable Object> keyed = new LinkedHashMap<>();
                map.forEach((k, v) -> keyed.put(k, key(v)));
                yield keyed;
            }
            case Undefined missing -> throw missing.error();
            default -> value;
        };
    }

    private static List<@Nullable Object> keys(List<?> list) {
        List<@Nullable Object> keys = new ArrayList<>(list.size());
        list.forEach(item -> keys.add(key(item)));
        return keys;
    }

    /** Python's {@code str()}: {@code True}, {@code None}, {@code 1e+16}, {@code {'a': [1]}}. */
    public static String text(@Nullable Object value) {
        return switch (value) {
            case String s -> s;
            case Undefined missing when missing.lenient() -> "";
            case null, default -> PythonText.repr(value);
        };
    }

    /** Python's {@code repr()}: as {@link #text}, with texts quoted. */
    public static String repr(@Nullable Object value) {
        return PythonText.repr(value);
    }

    /** The name of the type in Python: {@code str}, {@code int}, {@code dict}, … */
    public static String typeName(@Nullable Object value) {
        return switch (value) {
            case null -> "NoneType";
            case String _ -> "str";
            case Boolean _ -> "bool";
            case Long _, Integer _, BigInteger _ -> "int";
            case Double _ -> "float";
            case Tuple _ -> "tuple";
            case NumberRange _ -> "range";
            case Omitted _ -> "_OmitType";
            case Bytes _ -> "bytes";
            case List<?> _ -> "list";
            case Map<?, ?> _ -> "dict";
            case Undefined missing -> missing.lenient() ? "Undefined" : "UndefinedMarker";
            case java.time.LocalDateTime _, OffsetDateTime _ -> "datetime";
            case java.time.LocalDate _ -> "date";
            case java.time.Duration _ -> "timedelta";
            case Typed typed -> typed.typeName();
            default -> value.getClass().getSimpleName();
        };
    }

    /**
     * Returns the value itself.
     *
     * @throws UndefinedError if the value is Undefined and not lenient
     */
    public static @Nullable Object strict(@Nullable Object value) {
        return value instanceof Undefined missing && missing.lenient() ? value : defined(value);
    }

    /**
     * Returns the value itself.
     *
     * @throws UndefinedError if the value is Undefined
     */
    public static @Nullable Object defined(@Nullable Object value) {
        if (value instanceof Undefined missing) {
            throw missing.error();
        }
        return value;
    }
}
