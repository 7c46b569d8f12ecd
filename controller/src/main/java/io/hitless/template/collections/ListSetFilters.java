package io.hitless.template.collections;

import io.hitless.source.UserError;
import io.hitless.template.eval.BoundArguments;
import io.hitless.template.eval.Builtin;
import io.hitless.template.filters.DictFilters;
import io.hitless.template.format.Coercions;
import io.hitless.value.Values;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/** Filters for any number of lists, and for lists of mappings with a common key. */
public final class ListSetFilters {
    private ListSetFilters() {}

    public static Builtin.Table table() {
        return new Builtin.Table()
                .add("lists_union", (v, a) -> folded(v, a, ListSetFilters::union), "*", "flatten")
                .add("lists_intersect", (v, a) -> folded(v, a, ListSetFilters::intersection), "*", "flatten")
                .add("lists_difference", (v, a) -> folded(v, a, ListSetFilters::difference), "*", "flatten")
                .add(
                        "lists_symmetric_difference",
                        (v, a) -> folded(v, a, (x, y) -> union(difference(x, y), difference(y, x))),
                        "*",
                        "flatten")
                .add("lists_mergeby", ListSetFilters::mergeBy, "*", "recursive", "list_merge");
    }

    private static List<?> folded(@Nullable Object value, BoundArguments a, BinaryOperator<List<?>> step) {
        List<List<?>> lists = new ArrayList<>();
        add(value, lists);
        a.rest().forEach(each -> add(each, lists));
        if (a.flag("flatten", false)) {
            List<List<?>> inner = new ArrayList<>();
            lists.forEach(list -> list.forEach(each -> add(each, inner)));
            lists.clear();
            lists.addAll(inner);
        }
        return lists.stream().reduce(step).orElse(List.of());
    }

    private static void add(@Nullable Object value, List<List<?>> to) {
        to.add(Coercions.realList(value, "lists_…"));
    }

    private static Set<@Nullable Object> keys(List<?> list) {
        Set<@Nullable Object> keys = new HashSet<>();
        list.forEach(item -> keys.add(Values.key(item)));
        return keys;
    }

    private static List<?> unique(List<?> list) {
        Set<@Nullable Object> seen = new HashSet<>();
        List<@Nullable Object> unique = new ArrayList<>();
        list.stream().filter(item -> seen.add(Values.key(item))).forEach(unique::add);
        return unique;
    }

    private static List<?> union(List<?> a, List<?> b) {
        List<@Nullable Object> all = new ArrayList<>(a);
        all.addAll(b);
        return unique(all);
    }

    private static List<?> intersection(List<?> a, List<?> b) {
        Set<@Nullable Object> wanted = keys(b);
        return unique(a).stream()
                .filter(item -> wanted.contains(Values.key(item)))
                .toList();
    }

    private static List<?> difference(List<?> a, List<?> b) {
        Set<@Nullable Object> gone = keys(b);
        return unique(a).stream()
                .filter(item -> !gone.contains(Values.key(item)))
                .toList();
    }

    /** Merges mappings with the same value of a key, which is the last positional argument. */
    private static List<?> mergeBy(@Nullable Object value, BoundArguments a) {
        if (a.rest().isEmpty()) {
            throw new UserError("'lists_mergeby' wants lists and the key to merge by");
        }
        String index = Values.text(a.rest().getLast());
        List<@Nullable Object> terms = new ArrayList<>();
        terms.add(value);
        terms.addAll(a.rest().subList(0, a.rest().size() - 1));
        List<List<?>> lists = lists(terms);
        if (lists.size() == 1) {
            return lists.getFirst();
        }
        boolean recursive = a.flag("recursive", false);
        String merge = a.text("list_merge", "replace");
        Map<@Nullable Object, Map<?, ?>> merged = new LinkedHashMap<>();
        for (List<?> list : lists) {
            for (Object item : list) {
                if (item instanceof Map<?, ?> map && map.containsKey(index)) {
                    merged.merge(
                            Values.key(map.get(index)),
                            map,
                            (old, more) -> DictFilters.merged(List.of(old, more), recursive, merge));
                }
            }
        }
        List<Map<?, ?>> sorted = new ArrayList<>(merged.values());
        sorted.sort((x, y) -> Values.compare(x.get(index), y.get(index)));
        return sorted;
    }

    // A list of lists of mappings counts as several lists.
    private static List<List<?>> lists(List<?> terms) {
        List<List<?>> lists = new ArrayList<>();
        for (Object term : terms) {
            List<?> list = Coercions.realList(term, "lists_mergeby");
            if (!list.isEmpty() && list.stream().allMatch(List.class::isInstance)) {
                list.forEach(each -> lists.add((List<?>) each));
            } else {
                lists.add(list);
            }
        }
        return lists;
    }
}
