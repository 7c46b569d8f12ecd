package io.hitless.template.eval;

import io.hitless.value.Bytes;
import io.hitless.value.Tuple;
import io.hitless.value.Undefined;
import io.hitless.value.Values;
import java.math.BigInteger;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads attributes and items of values, as Python and Jinja2 do. */
public final class AttributeAccess {
    private AttributeAccess() {}

    /** Returns the method {@code name} of the Python type of {@code owner}, or null. */
    public static @Nullable Builtin method(@Nullable Object owner, String name) {
        return switch (owner) {
            case String _ -> StringMethods.TABLE.get(name);
            case Map<?, ?> _ -> CollectionMethods.OF_DICT.get(name);
            case List<?> _ -> CollectionMethods.OF_LIST.get(name);
            case LocalDateTime _, OffsetDateTime _, LocalDate _, Duration _ -> TimeMethods.TABLE.get(name);
            case Long _, Boolean _, BigInteger _ -> NumberMethods.OF_INT.get(name);
            case Double _ -> NumberMethods.OF_FLOAT.get(name);
            case Bytes _ -> BytesMethods.TABLE.get(name);
            case null, default -> null;
        };
    }

    /**
     * {@code owner.name}: Python's methods and attributes win over items. An attribute of Undefined is the same
     * Undefined.
     */
    static @Nullable Object attribute(@Nullable Object owner, String name) {
        if (owner instanceof Undefined missing) {
            return ofUndefined(missing);
        }
        if (owner instanceof Attributes own) {
            return own.attribute(name);
        }
        Builtin method = method(owner, name);
        if (method != null) {
            return new Callable.Bound(method, owner);
        }
        if (owner instanceof Map<?, ?> map) {
            return ItemAccess.get(map, name);
        }
        // The two parts of a pair from groupby have names.
        if (owner instanceof Tuple pair && pair.size() == 2 && (name.equals("grouper") || name.equals("list"))) {
            return pair.get(name.equals("grouper") ? 0 : 1);
        }
        Object field = owner instanceof Number || owner instanceof Boolean
                ? NumberMethods.field(owner, name)
                : TimeMethods.field(owner, name);
        return field != null ? field : Undefined.member(owner, name);
    }

    private static Undefined ofUndefined(Undefined owner) {
        if (owner.lenient()) {
            throw owner.error();
        }
        return owner;
    }

    /** {@code owner[key]}: items win over Python's methods and attributes. */
    public static @Nullable Object item(@Nullable Object owner, @Nullable Object key) {
        if (owner instanceof Undefined missing) {
            return ofUndefined(missing);
        }
        Values.defined(key);
        switch (owner) {
            case Map<?, ?> map -> {
                Object found = ItemAccess.get(map, ItemAccess.dictKey(key));
                if (!(found instanceof Undefined) || !(key instanceof String)) {
                    return found;
                }
            }
            case List<?> list
            when key instanceof Long || key instanceof Boolean -> {
                int index = ItemAccess.place(key, list.size());
                return index < 0 ? Undefined.member(owner, key) : list.get(index);
            }
            case String text
            when key instanceof Long || key instanceof Boolean -> {
                int index = ItemAccess.place(key, text.length());
                return index < 0 ? Undefined.member(owner, key) : text.substring(index, index + 1);
            }
            case Bytes bytes
            when key instanceof Long || key instanceof Boolean -> {
                int index = ItemAccess.place(key, bytes.size());
                return index < 0 ? Undefined.member(owner, key) : bytes.at(index);
            }
            case null, default -> {}
        }
        return key instanceof String name ? attribute(owner, name) : Undefined.member(owner, key);
    }

    /** Follows a path of attributes and indexes such as {@code a.b.0}, as in {@code map(attribute='a.b.0')}. */
    public static @Nullable Object path(@Nullable Object owner, @Nullable Object path) {
        if (!(path instanceof String dotted)) {
            return path == null ? owner : item(owner, path); // as in Jinja2, None names the item itself
        }
        Object value = owner;
        for (String part : dotted.split("\\.", -1)) {
            boolean number = !part.isEmpty() && part.chars().allMatch(c -> c >= '0' && c <= '9');
            value = item(value, number ? (Object) Long.valueOf(part) : part);
        }
        return value;
    }
}
