package io.hitless.template.eval;

import io.hitless.source.UserError;
import io.hitless.template.format.Coercions;
import io.hitless.value.Tuple;
import io.hitless.value.Undefined;
import io.hitless.value.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The methods of Python's {@code dict} and {@code list}. */
public final class CollectionMethods {
    static final Map<String, Builtin> OF_DICT = new Builtin.Table()
            .add("items", (d, _) -> items(dict(d)))
            .addForItems("keys", (d, _) -> new ArrayList<>(dict(d).keySet()))
            .add("values", (d, _) -> new ArrayList<>(dict(d).values()))
            .addForItems("get", (d, a) -> get(dict(d), a), "key", "default")
            .add("copy", (d, _) -> new LinkedHashMap<>(dict(d)))
            .add("update", (d, a) -> changing(() -> update(dict(d), a)), "other", "**")
            .add("pop", (d, a) -> changing(() -> pop(dict(d), a)), "key", "default")
            .add("popitem", (d, _) -> changing(() -> popItem(dict(d))))
            .add("setdefault", (d, a) -> changing(() -> setDefault(dict(d), a)), "key", "default")
            .add("clear", (d, _) -> changing(() -> none(() -> dict(d).clear())))
            .add("fromkeys", (_, a) -> fromKeys(a), "keys", "value")
            .build();

    static final Map<String, Builtin> OF_LIST = new Builtin.Table()
            .add("append", (l, a) -> changing(() -> none(() -> list(l).add(item(l, a)))), "item")
            .add("extend", (l, a) -> changing(() -> none(() -> list(l).addAll(a.list("items")))), "items")
            .add("insert", (l, a) -> changing(() -> none(() -> insert(list(l), a))), "index", "item")
            .add("pop", (l, a) -> changing(() -> popAt(list(l), a)), "index")
            .add("remove", (l, a) -> changing(() -> none(() -> remove(list(l), a.value("item")))), "item")
            .add("clear", (l, _) -> changing(() -> none(() -> list(l).clear())))
            .add("reverse", (l, _) -> changing(() -> none(() -> java.util.Collections.reverse(list(l)))))
            .add("sort", (l, a) -> changing(() -> none(() -> sort(list(l), a.flag("reverse", false)))), "reverse")
            .add("copy", (l, _) -> new ArrayList<>(list(l)))
            .add("index", (l, a) -> index(list(l), a.value("item")), "item")
            .add(
                    "count",
                    (l, a) -> list(l).stream()
                            .filter(item -> Values.equal(item, a.value("item")))
                            .count(),
                    "item")
            .build();

    private CollectionMethods() {}

    @SuppressWarnings("unchecked")
    private static Map<Object, @Nullable Object> dict(@Nullable Object value) {
        return (Map<Object, @Nullable Object>) Coercions.map(value, "dict");
    }

    @SuppressWarnings("unchecked")
    private static List<@Nullable Object> list(@Nullable Object value) {
        return (List<@Nullable Object>) Coercions.list(value);
    }

    /** The entries of a mapping as pairs. */
    public static List<Tuple> items(Map<?, ?> map) {
        List<Tuple> items = new ArrayList<>(map.size());
        map.forEach((key, value) -> items.add(Tuple.of(key, value)));
        return items;
    }

    /** Adds the entries of a mapping, or pairs, to {@code map}. */
    static void putAll(Map<Object, @Nullable Object> map, @Nullable Object other) {
        if (other instanceof Map<?, ?> entries) {
            map.putAll(entries);
            return;
        }
        for (Object item : Coercions.list(other)) {
            List<?> pair = Coercions.list(item);
            if (pair.size() != 2) {
                throw new UserError("a dictionary is made of pairs, not of " + Values.repr(item));
            }
            map.put(ItemAccess.dictKey(pair.get(0)), pair.get(1));
        }
    }

    private static @Nullable Object get(Map<Object, @Nullable Object> map, BoundArguments a) {
        Object key = ItemAccess.dictKey(a.value("key"));
        Object value = map.get(key);
        return value != null || map.containsKey(key) || !a.has("default") ? value : a.raw("default");
    }

    private static @Nullable Object changing(Supplier<@Nullable Object> change) {
        try {
            return change.get();
        } catch (UnsupportedOperationException _) {
            throw new UserError(
                    null,
                    "the value of a variable can't be changed in place",
                    "make a new one: with +, combine or .copy()");
        }
    }

    private static @Nullable Object none(Runnable change) {
        change.run();
        return null;
    }

    private static @Nullable Object update(Map<Object, @Nullable Object> map, BoundArguments a) {
        if (a.has("other")) {
            putAll(map, a.value("other"));
        }
        map.putAll(a.extra());
        return null;
    }

    private static @Nullable Object pop(Map<Object, @Nullable Object> map, BoundArguments a) {
        Object key = ItemAccess.dictKey(a.value("key"));
        if (map.containsKey(key)) {
            return map.remove(key);
        }
        if (!a.has("default")) {
            throw new UserError("there is no key " + Values.repr(key));
        }
        return a.raw("default");
    }

    private static Object popItem(Map<Object, @Nullable Object> map) {
        List<Tuple> items = items(map);
        if (items.isEmpty()) {
            throw new UserError("the dictionary is empty");
        }
        map.remove(String.valueOf(items.getLast().getFirst()));
        return items.getLast();
    }

    private static @Nullable Object setDefault(Map<Object, @Nullable Object> map, BoundArguments a) {
        Object key = ItemAccess.dictKey(a.value("key"));
        if (!map.containsKey(key)) {
            map.put(key, a.value("default", null));
        }
        return map.get(key);
    }

    // As in Ansible, a list that is added to itself is copied first; otherwise it would contain itself without end.
    @SuppressWarnings("ReferenceEquality")
    private static @Nullable Object item(@Nullable Object list, BoundArguments a) {
        Object item = a.value("item");
        return item == list ? new ArrayList<>((List<?>) list) : item;
    }

    private static void insert(List<@Nullable Object> list, BoundArguments a) {
        long index = a.integer("index");
        list.add((int) Math.clamp(index < 0 ? index + list.size() : index, 0L, (long) list.size()), item(list, a));
    }

    private static @Nullable Object popAt(List<@Nullable Object> list, BoundArguments a) {
        long index = a.integer("index", -1);
        int place = (int) (index < 0 ? index + list.size() : index);
        if (place < 0 || place >= list.size()) {
            throw new UserError("the list has no item " + index);
        }
        return list.remove(place);
    }

    private static Map<Object, @Nullable Object> fromKeys(BoundArguments a) {
        Map<Object, @Nullable Object> map = new LinkedHashMap<>();
        a.list("keys").forEach(key -> map.put(ItemAccess.dictKey(key), a.value("value", null)));
        return map;
    }

    private static void remove(List<@Nullable Object> list, @Nullable Object item) {
        list.remove((int) index(list, item));
    }

    private static long index(List<?> list, @Nullable Object wanted) {
        for (int i = 0; i < list.size(); i++) {
            Object item = list.get(i);
            if (!(item instanceof Undefined) && Values.equal(item, wanted)) {
                return i;
            }
        }
        throw new UserError(Values.repr(wanted) + " is not in the list");
    }

    private static void sort(List<@Nullable Object> list, boolean reverse) {
        list.sort(reverse ? (x, y) -> Values.compare(y, x) : Values::compare);
    }
}
