package io.hitless.template.filters;

import io.hitless.source.UserError;
import io.hitless.template.eval.BoundArguments;
import io.hitless.template.eval.Builtin;
import io.hitless.template.eval.CollectionMethods;
import io.hitless.template.eval.ItemAccess;
import io.hitless.template.format.Coercions;
import io.hitless.value.LazyItems;
import io.hitless.value.Tuple;
import io.hitless.value.Undefined;
import io.hitless.value.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Filters for dictionaries. */
public final class DictFilters {
    private DictFilters() {}

    public static Builtin.Table table() {
        return new Builtin.Table()
                .add("items", (v, _) -> CollectionMethods.items(Coercions.map(v, "items")))
                .add("dictsort", (v, a) -> dictSort(Coercions.map(v, "dictsort"), a), "case_sensitive", "by", "reverse")
                .add(
                        "dict2items",
                        (v, a) -> toItems(
                                Coercions.map(v, "dict2items"),
                                a.text("key_name", "key"),
                                a.text("value_name", "value")),
                        "key_name",
                        "value_name")
                .add(
                        "items2dict",
                        (v, a) -> fromItems(
                                Coercions.realList(v, "items2dict"),
                                a.text("key_name", "key"),
                                a.text("value_name", "value")),
                        "key_name",
                        "value_name")
                .add(
                        "rekey_on_member",
                        (v, a) -> rekeyed(v, a.text("key"), a.text("duplicates", "error")),
                        "key",
                        "duplicates")
                .add("combine", DictFilters::combine, "*", "**");
    }

    /** The mappings of a list, or the values of a mapping, by the value of one of their keys. */
    private static Map<Object, @Nullable Object> rekeyed(@Nullable Object data, String key, String duplicates) {
        if (!List.of("error", "overwrite").contains(duplicates)) {
            throw new UserError("'duplicates' of rekey_on_member is error or overwrite, not '" + duplicates + "'");
        }
        Map<Object, @Nullable Object> out = new LinkedHashMap<>();
        Iterable<?> items = data instanceof Map<?, ?> map ? map.values() : Coercions.realList(data, "rekey_on_member");
        for (Object item : items) {
            if (!(item instanceof Map<?, ?> map) || !map.containsKey(key)) {
                throw new UserError("rekey_on_member: an item has no key '" + key + "'");
            }
            Object under = map.get(key);
            if (out.containsKey(under) && duplicates.equals("error")) {
                throw new UserError("rekey_on_member: '" + Values.text(under) + "' is there twice");
            }
            out.put(under, item);
        }
        return out;
    }

    private static List<Tuple> dictSort(Map<?, ?> map, BoundArguments a) {
        int place = switch (a.text("by", "key")) {
            case "key" -> 0;
            case "value" -> 1;
            default -> throw new UserError("dictsort goes by 'key' or 'value'");
        };
        boolean sensitive = a.flag("case_sensitive", false);
        int sign = a.flag("reverse", false) ? -1 : 1;
        List<Tuple> items = new ArrayList<>(CollectionMethods.items(map));
        items.sort((x, y) -> sign * Values.compare(folded(x.get(place), sensitive), folded(y.get(place), sensitive)));
        return items;
    }

    private static @Nullable Object folded(@Nullable Object value, boolean sensitive) {
        return value instanceof String s && !sensitive ? s.toLowerCase(Locale.ROOT) : value;
    }

    public static List<Map<String, @Nullable Object>> toItems(Map<?, ?> map, String keyName, String valueName) {
        List<Map<String, @Nullable Object>> items = new ArrayList<>(map.size());
        map.forEach((key, value) -> {
            Map<String, @Nullable Object> item = new LinkedHashMap<>();
            item.put(keyName, key);
            item.put(valueName, value);
            items.add(item);
        });
        return items;
    }

    private static Map<Object, @Nullable Object> fromItems(List<?> items, String keyName, String valueName) {
        Map<Object, @Nullable Object> map = new LinkedHashMap<>();
        for (Object item : items) {
            if (!(item instanceof Map<?, ?> pair) || !pair.containsKey(keyName) || !pair.containsKey(valueName)) {
                throw new UserError(
                        null,
                        "items2dict wants items with '" + keyName + "' and '" + valueName + "', not "
                                + Values.repr(item),
                        "name them with key_name and value_name");
            }
            map.put(ItemAccess.dictKey(pair.get(keyName)), pair.get(valueName));
        }
        return map;
    }

    private static @Nullable Object combine(@Nullable Object value, BoundArguments a) {
        for (String name : a.extra().keySet()) {
            if (!name.equals("recursive") && !name.equals("list_merge")) {
                throw new UserError("'combine' has no argument '" + name + "'");
            }
        }
        boolean recursive = Values.truthy(a.extra().getOrDefault("recursive", false));
        String lists = Values.text(a.extra().getOrDefault("list_merge", "replace"));
        List<@Nullable Object> all = new ArrayList<>();
        List<@Nullable Object> given = new ArrayList<>();
        given.add(value);
        given.addAll(a.rest());
        given.forEach(LazyItems::defined);
        ListFilters.flatten(given, Long.MAX_VALUE, true, all);
        if (all.size() == 1 && !(all.getFirst() instanceof Map<?, ?>)) {
            return Values.defined(all.getFirst()); // as in Ansible, a single value is returned whatever it is
        }
        return merged(all, recursive, lists);
    }

    /**
     * Merges mappings; later ones win.
     *
     * @param lists how to combine lists: replace, keep, append, prepend, append_rp or prepend_rp
     */
    public static Map<?, ?> merged(List<?> all, boolean recursive, String lists) {
        if (!List.of("replace", "keep", "append", "prepend", "append_rp", "prepend_rp")
                .contains(lists)) {
            throw new UserError(
                    "list_merge is to be replace, keep, append, prepend, append_rp or prepend_rp, not '" + lists + "'");
        }
        Map<Object, @Nullable Object> result = new LinkedHashMap<>();
        for (Object each : all) {
            if (each instanceof Undefined missing) {
                throw missing.error();
            }
            merge(result, Coercions.map(each, "combine"), recursive, lists);
        }
        return result;
    }

    private static void merge(Map<Object, @Nullable Object> into, Map<?, ?> from, boolean recursive, String lists) {
        from.forEach((key, value) -> {
            Object there = into.get(key);
            if (there instanceof Map<?, ?> old && value instanceof Map<?, ?> more && recursive) {
                Map<Object, @Nullable Object> inner = new LinkedHashMap<>(old);
                merge(inner, more, true, lists);
                into.put(key, inner);
            } else if (there instanceof List<?> old && value instanceof List<?> more) {
                into.put(key, merged(old, more, lists));
            } else {
                into.put(key, value);
            }
        });
    }

    private static List<?> merged(List<?> old, List<?> more, String how) {
        return switch (how) {
            case "keep" -> old;
            case "append" -> joined(old, more);
            case "prepend" -> joined(more, old);
            case "append_rp" -> joined(without(old, more), more);
            case "prepend_rp" -> joined(more, without(old, more));
            default -> more;
        };
    }

    private static List<?> joined(List<?> first, List<?> second) {
        List<@Nullable Object> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }

    private static List<?> without(List<?> list, List<?> others) {
        var gone = SetFilters.keys(others);
        return list.stream().filter(item -> !gone.contains(Values.key(item))).toList();
    }
}
