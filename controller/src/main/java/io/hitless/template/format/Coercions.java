package io.hitless.template.format;

import io.hitless.source.UserError;
import io.hitless.value.Bytes;
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

    /** An integer of any size, as the nearest that a list or text can have as an index. */
    public static int index(@Nullable Object value, String what) {
        BigInteger index = whole(value, what);
        return index.bitLength() < Integer.SIZE
                ? index.intValue()
                : index.signum() < 0 ? Integer.MIN_VALUE : Integer.MAX_VALUE;
    }

    /** @throws UserError if the value is not a text */
    public static String string(@Nullable Object value, String what) {
        if (Values.defined(value) instanceof String text) {
            return text;
        }
        throw new UserError(what + " is to be a text, not " + article(value));
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
            case Bytes bytes -> numbers(bytes);
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

    private static List<Long> numbers(Bytes bytes) {
        List<Long> numbers = new ArrayList<>(bytes.size());
        for (int i = 0; i < bytes.size(); i++) {
            numbers.add(bytes.at(i));
        }
        return numbers;
    }

    private static List<String> characters(String text) {
        List<String> characters = new ArrayList<>(text.length());
        text.codePoints().forEach(c -> characters.add(Character.toString(c)));
        return characters;
    }
}
