package io.hitless.template.eval;

import io.hitless.source.UserError;
import io.hitless.template.format.Coercions;
import io.hitless.value.Tuple;
import io.hitless.value.Undefined;
import io.hitless.value.Values;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How attributes, items and slices are taken from values. */
public final class AttributeAccess {
    private AttributeAccess() {}

    /** The method {@code name} of Python's type of {@code owner}, or null. */
    public static @Nullable Builtin method(@Nullable Object owner, String name) {
        return switch (owner) {
            case String _ -> StringMethods.TABLE.get(name);
            case Map<?, ?> _ -> CollectionMethods.OF_DICT.get(name);
            case List<?> _ -> CollectionMethods.OF_LIST.get(name);
            case LocalDateTime _, OffsetDateTime _, LocalDate _, Duration _ -> TimeMethods.TABLE.get(name);
            case null, default -> null;
        };
    }

    /**
     * {@code owner.name}: what Python has under that name goes before an item. An attribute of Undefined is that
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
            return get(map, name);
        }
        // The pairs of groupby have names for their halves.
        if (owner instanceof Tuple pair && pair.size() == 2 && (name.equals("grouper") || name.equals("list"))) {
            return pair.get(name.equals("grouper") ? 0 : 1);
        }
        Object field = TimeMethods.field(owner, name);
        return field != null ? field : Undefined.member(owner, name);
    }

    private static Undefined ofUndefined(Undefined owner) {
        if (owner.lenient()) {
            throw owner.error();
        }
        return owner;
    }

    private static @Nullable Object get(Map<?, ?> map, Object key) {
        Object value = map.get(key);
        return value != null || map.containsKey(key) ? value : Undefined.member(map, key);
    }

    /** {@code owner[key]}: an item goes before what Python has under that name. */
    public static @Nullable Object item(@Nullable Object owner, @Nullable Object key) {
        if (owner instanceof Undefined missing) {
            return ofUndefined(missing);
        }
        Values.defined(key);
        switch (owner) {
            case Map<?, ?> map -> {
                Object found = get(map, dictKey(key));
                if (!(found instanceof Undefined) || !(key instanceof String)) {
                    return found;
                }
            }
            case List<?> list
            when key instanceof Long || key instanceof Boolean -> {
                int index = place(key, list.size());
                return index < 0 ? Undefined.member(owner, key) : list.get(index);
            }
            case String text
            when key instanceof Long || key instanceof Boolean -> {
                int index = place(key, text.length());
                return index < 0 ? Undefined.member(owner, key) : text.substring(index, index + 1);
            }
            case null, default -> {}
        }
        return key instanceof String name ? attribute(owner, name) : Undefined.member(owner, key);
    }

    private static int place(Object key, int size) {
        long index = Coercions.integer(key, "an index");
        long place = index < 0 ? index + size : index;
        return place < 0 || place >= size ? -1 : (int) place;
    }

    /** A key as mappings hold it: whole numbers alike, whether written 1 or 1.0. */
    public static Object dictKey(@Nullable Object key) {
        return switch (key) {
            case Double d when d == Math.rint(d) -> d.longValue();
            case List<?> list when !(list instanceof Tuple) -> throw new UserError("a list can't be a key");
            case Map<?, ?> _ -> throw new UserError("a dictionary can't be a key");
            case null -> NoKey.NONE;
            default -> key;
        };
    }

    /** Python's None as a key. */
    private enum NoKey {
        NONE {
            @Override
            public String toString() {
                return "None";
            }
        }
    }

    public static boolean contains(@Nullable Object container, @Nullable Object wanted) {
        return switch (container) {
            case String text when wanted instanceof String part -> text.contains(part);
            case String _ -> throw new UserError("only a text can be in a text, not " + Coercions.article(wanted));
            case Map<?, ?> map -> map.containsKey(dictKey(wanted));
            case List<?> list -> {
                for (Object item : list) {
                    if (!(item instanceof Undefined) && Values.equal(item, wanted)) {
                        yield true;
                    }
                }
                yield false;
            }
            case Undefined missing when missing.lenient() -> false;
            case null, default -> throw new UserError("nothing can be 'in' " + Coercions.article(container));
        };
    }

    static Object slice(@Nullable Object target, @Nullable Integer from, @Nullable Integer to, @Nullable Integer step) {
        int by = step == null ? 1 : step;
        if (by == 0) {
            throw new UserError("the step of a slice can't be 0");
        }
        int size = target instanceof String text ? text.length() : target instanceof List<?> list ? list.size() : -1;
        if (size < 0) {
            throw new UserError("a slice is taken of a text or a list, not of " + Coercions.article(target));
        }
        int lowest = by > 0 ? 0 : -1;
        int highest = by > 0 ? size : size - 1;
        int start = from == null
                ? (by > 0 ? 0 : size - 1)
                : Math.clamp(from < 0 ? (long) from + size : from, lowest, highest);
        int stop = to == null ? (by > 0 ? size : -1) : Math.clamp(to < 0 ? (long) to + size : to, lowest, highest);
        if (target instanceof String text) {
            if (by == 1) {
                return text.substring(start, Math.max(start, stop));
            }
            StringBuilder out = new StringBuilder();
            for (int i = start; by > 0 ? i < stop : i > stop; i += by) {
                out.append(text.charAt(i));
            }
            return out.toString();
        }
        List<?> items = Coercions.list(target);
        List<@Nullable Object> out = new ArrayList<>();
        for (int i = start; by > 0 ? i < stop : i > stop; i += by) {
            out.add(items.get(i));
        }
        return target instanceof Tuple ? Tuple.of(out) : out;
    }

    /** A path of attributes and indexes as {@code map(attribute='a.b.0')} takes it. */
    public static @Nullable Object path(@Nullable Object owner, @Nullable Object path) {
        if (!(path instanceof String dotted)) {
            return item(owner, path);
        }
        Object value = owner;
        for (String part : dotted.split("\\.", -1)) {
            boolean number = !part.isEmpty() && part.chars().allMatch(c -> c >= '0' && c <= '9');
            value = item(value, number ? (Object) Long.valueOf(part) : part);
        }
        return value;
    }
}
