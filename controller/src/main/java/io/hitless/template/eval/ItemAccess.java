package io.hitless.template.eval;

import io.hitless.source.UserError;
import io.hitless.template.format.Coercions;
import io.hitless.value.Tuple;
import io.hitless.value.Undefined;
import io.hitless.value.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads items and slices of lists, mappings and texts. */
public final class ItemAccess {
    private ItemAccess() {}

    static @Nullable Object get(Map<?, ?> map, Object key) {
        Object its = keyIn(map, key);
        Object value = map.get(its);
        return value != null || map.containsKey(its) ? value : Undefined.member(map, key);
    }

    static int place(Object key, int size) {
        long index = Coercions.integer(key, "an index");
        long place = index < 0 ? index + size : index;
        return place < 0 || place >= size ? -1 : (int) place;
    }

    /** The form in which mappings store a key: integers are equal to floats such as 1.0. */
    public static Object dictKey(@Nullable Object key) {
        return switch (key) {
            case Double d when d == Math.rint(d) -> d.longValue();
            case List<?> list when !(list instanceof Tuple) -> throw new UserError("a list can't be a key");
            case Map<?, ?> _ -> throw new UserError("a dictionary can't be a key");
            case null -> NoKey.NONE;
            default -> key;
        };
    }

    /** The key of {@code map} that equals {@code key} in Python, where True is 1 and False is 0; or {@code key}. */
    public static Object keyIn(Map<?, ?> map, Object key) {
        Object other = switch (key) {
            case Boolean on -> on ? 1L : 0L;
            case Long n when n == 0 || n == 1 -> n == 1;
            default -> null;
        };
        return other != null && !map.containsKey(key) && map.containsKey(other) ? other : key;
    }

    /** Whether a key of a mapping stands for None. */
    public static boolean isNone(Object key) {
        return key == NoKey.NONE;
    }

    /** The key None. */
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
            case Map<?, ?> map -> map.containsKey(keyIn(map, dictKey(wanted)));
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
}
