package io.hitless.template.format;

import io.hitless.source.UserError;
import io.hitless.value.Undefined;
import io.hitless.value.Values;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Converts values to the type that a filter or function needs. Otherwise throws an error that names the given type. */
public final class Coercions {
    private Coercions() {}

    public static long integer(@Nullable Object value, String what) {
        return switch (Values.defined(value)) {
            case Long n -> n;
            case Boolean on -> on ? 1 : 0;
            case BigInteger n -> throw new UserError(what + " is too big: " + n);
            case Double d when d == Math.rint(d) -> d.longValue();
            case null, default ->
                throw new UserError(
                        null,
                        what + " is to be a whole number, not " + Values.repr(value),
                        value instanceof String ? "make a number with | int" : null);
        };
    }

    /** An integer of any size. */
    public static BigInteger whole(@Nullable Object value, String what) {
        return value instanceof BigInteger big ? big : BigInteger.valueOf(integer(value, what));
    }

    public static int index(@Nullable Object value, String what) {
        return Math.toIntExact(Math.clamp(integer(value, what), Integer.MIN_VALUE, Integer.MAX_VALUE));
    }

    public static double real(@Nullable Object value, String what) {
        return switch (value) {
            case Double d -> d;
            case BigInteger n -> n.doubleValue();
            case null, default -> integer(value, what);
        };
    }

    /** The items that Python iterates over: those of a list, the keys of a mapping, the characters of a text. */
    public static List<?> list(@Nullable Object value) {
        return switch (Values.strict(value)) {
            case List<?> list -> list;
            case Undefined _ -> List.of();
            case Map<?, ?> map -> new ArrayList<Object>(map.keySet());
            case String text -> characters(text);
            case null, default -> throw new UserError("'" + Values.typeName(value) + "' can't be iterated over");
        };
    }

    /** Like {@link #list}, but a text or another single value is an error, as in Ansible's list filters. */
    public static List<?> realList(@Nullable Object value, String who) {
        if (value instanceof List<?> list) {
            return list;
        }
        throw new UserError("'" + who + "' wants a list, not " + article(value));
    }

    public static Map<?, ?> map(@Nullable Object value, String who) {
        if (Values.defined(value) instanceof Map<?, ?> map) {
            return map;
        }
        throw new UserError("'" + who + "' wants a dictionary, not " + article(value));
    }

    public static String article(@Nullable Object value) {
        return value == null ? "None" : "'" + Values.typeName(value) + "'";
    }

    private static List<String> characters(String text) {
        List<String> characters = new ArrayList<>(text.length());
        text.codePoints().forEach(c -> characters.add(Character.toString(c)));
        return characters;
    }
}
