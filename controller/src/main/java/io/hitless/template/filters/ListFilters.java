package io.hitless.template.filters;

import io.hitless.source.UserError;
import io.hitless.template.eval.Arithmetic;
import io.hitless.template.eval.AttributeAccess;
import io.hitless.template.eval.BoundArguments;
import io.hitless.template.eval.Builtin;
import io.hitless.template.eval.StringMethods;
import io.hitless.template.format.Coercions;
import io.hitless.template.format.PythonRandom;
import io.hitless.value.ComputeLimits;
import io.hitless.value.LazyItems;
import io.hitless.value.Tuple;
import io.hitless.value.Undefined;
import io.hitless.value.Values;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Filters over lists: order, parts, combinations. */
public final class ListFilters {
    private ListFilters() {}

    private static List<?> listed(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return new ArrayList<Object>(map.keySet());
        }
        List<?> items = new ArrayList<>(Coercions.list(LazyItems.defined(value)));
        items.forEach(Values::strict);
        return items;
    }

    public static Builtin.Table table() {
        return new Builtin.Table()
                .addForItems("list", (v, _) -> listed(v))
                .addForItems("length", (v, _) -> length(v))
                .alias("count", "length")
                .addForItems("first", (v, _) -> edge(Coercions.list(v), true))
                .addForItems("last", (v, _) -> edge(Coercions.list(v), false))
                .add("join", (v, a) -> join(Coercions.list(v), a), "d", "attribute")
                .add(
                        "reverse",
                        (v, _) -> v instanceof String s
                                ? new StringBuilder(s).reverse().toString()
                                : Coercions.list(v).reversed())
                .add("sort", (v, a) -> sort(v, a), "reverse", "case_sensitive", "attribute")
                .add("min", (v, a) -> extreme(v, a, true), "case_sensitive", "attribute")
                .add("max", (v, a) -> extreme(v, a, false), "case_sensitive", "attribute")
                .add("sum", (v, a) -> sum(Coercions.list(v), a), "attribute", "start")
                .add("batch", (v, a) -> batch(Coercions.list(v), a), "linecount", "fill_with")
                .add("slice", (v, a) -> slice(Coercions.list(v), a), "slices", "fill_with")
                .add("groupby", (v, a) -> groupBy(Coercions.list(v), a), "attribute", "default", "case_sensitive")
                .add("flatten", (v, a) -> flatten(v, a), "levels", "skip_nulls")
                .add("shuffle", (v, a) -> shuffle(v, a), "seed")
                .add(
                        "split",
                        (v, a) -> StringMethods.split(Values.text(v), a.textOrNull("sep"), a.integer("maxsplit", -1)),
                        "sep",
                        "maxsplit")
                .add("zip", (v, a) -> zip(lists(v, a), false, null), "*")
                .add("zip_longest", (v, a) -> zip(lists(v, a), true, a.extra().get("fillvalue")), "*", "**")
                .add(
                        "product",
                        (v, a) -> product(repeated(lists(v, a), a.extra().get("repeat"))),
                        "*",
                        "**")
                .add(
                        "permutations",
                        (v, a) -> permutations(
                                Coercions.list(v),
                                a.integer("r", Coercions.list(v).size())),
                        "r")
                .add("combinations", (v, a) -> combinations(Coercions.list(v), a.integer("r")), "r")
                .add(
                        "subelements",
                        (v, a) -> subelements(v, a.value("subelements"), a.flag("skip_missing", false)),
                        "subelements",
                        "skip_missing")
                .add("extract", ListFilters::extract, "container", "morekeys");
    }

    private static Long length(@Nullable Object value) {
        return switch (value) {
            case String s -> (long) s.codePointCount(0, s.length());
            case List<?> list -> (long) list.size();
            case Map<?, ?> map -> (long) map.size();
            case null, default -> throw new UserError(Coercions.article(value) + " has no length");
        };
    }

    private static @Nullable Object edge(List<?> list, boolean first) {
        if (list.isEmpty()) {
            return new Undefined("No " + (first ? "first" : "last") + " item, sequence was empty.");
        }
        return first ? list.getFirst() : list.getLast();
    }

    private static String join(List<?> list, BoundArguments a) {
        String between = a.text("d", "");
        Object attribute = a.value("attribute", null);
        StringBuilder out = new StringBuilder();
        String before = "";
        for (Object item : list) {
            out.append(before).append(Values.text(attribute == null ? item : AttributeAccess.path(item, attribute)));
            before = between;
            ComputeLimits.text(out.length());
        }
        return out.toString();
    }

    /**
     * What Jinja2 compares by: an attribute, several of them with commas between; texts without regard to case unless
     * asked.
     */
    private static Comparator<@Nullable Object> order(BoundArguments a) {
        boolean sensitive = a.flag("case_sensitive", false);
        Object attribute = a.value("attribute", null);
        List<Object> paths = new ArrayList<>();
        if (attribute instanceof String several) {
            paths.addAll(List.of(several.split(",")));
        } else if (attribute != null) {
            paths.add(attribute);
        }
        return (x, y) -> {
            ComputeLimits.check();
            if (paths.isEmpty()) {
                return Values.compare(folded(x, sensitive), folded(y, sensitive));
            }
            int order = 0;
            for (int i = 0; i < paths.size() && order == 0; i++) {
                Object path = paths.get(i);
                order = Values.compare(
                        folded(AttributeAccess.path(x, path), sensitive),
                        folded(AttributeAccess.path(y, path), sensitive));
            }
            return order;
        };
    }

    private static @Nullable Object folded(@Nullable Object value, boolean sensitive) {
        return value instanceof String s && !sensitive ? s.toLowerCase(Locale.ROOT) : value;
    }

    private static List<?> sort(@Nullable Object value, BoundArguments a) {
        List<@Nullable Object> sorted = new ArrayList<>(Coercions.list(value));
        Comparator<@Nullable Object> order = order(a);
        sorted.sort(a.flag("reverse", false) ? (x, y) -> order.compare(y, x) : order);
        return sorted;
    }

    private static @Nullable Object extreme(@Nullable Object value, BoundArguments a, boolean least) {
        List<?> items = Coercions.list(value);
        Comparator<@Nullable Object> order = order(a);
        if (items.isEmpty()) {
            return new Undefined("No aggregated item, sequence was empty.");
        }
        Object best = items.getFirst();
        for (Object item : items) {
            int compared = order.compare(item, best);
            if (least ? compared < 0 : compared > 0) {
                best = item;
            }
        }
        return best;
    }

    private static @Nullable Object sum(List<?> list, BoundArguments a) {
        Object attribute = a.value("attribute", null);
        Object total = a.value("start", 0L);
        for (Object item : list) {
            total = Arithmetic.add(total, attribute == null ? item : AttributeAccess.path(item, attribute));
        }
        return total;
    }

    private static List<?> batch(List<?> list, BoundArguments a) {
        int size = (int) Math.max(1, a.integer("linecount"));
        Object fill = a.value("fill_with", null);
        List<List<?>> rows = new ArrayList<>();
        for (int i = 0; i < list.size(); i += size) {
            List<@Nullable Object> row = new ArrayList<>(list.subList(i, Math.min(list.size(), i + size)));
            while (fill != null && row.size() < size) {
                row.add(fill);
            }
            rows.add(row);
        }
        return rows;
    }

    private static List<?> slice(List<?> list, BoundArguments a) {
        int slices = (int) Math.max(1, a.integer("slices"));
        Object fill = a.value("fill_with", null);
        int each = list.size() / slices;
        int longer = list.size() % slices;
        List<List<?>> columns = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < slices; i++) {
            int to = from + each + (i < longer ? 1 : 0);
            List<@Nullable Object> column = new ArrayList<>(list.subList(from, to));
            if (fill != null && i >= longer) {
                column.add(fill);
            }
            columns.add(column);
            from = to;
        }
        return columns;
    }

    private static List<Tuple> groupBy(List<?> list, BoundArguments a) {
        Object path = a.value("attribute");
        boolean sensitive = a.flag("case_sensitive", false);
        record Keyed(@Nullable Object key, @Nullable Object item) {}
        List<Keyed> keyed = new ArrayList<>();
        for (Object item : list) {
            // Ansible's undefined values are none that the parameter 'default' would stand in for.
            keyed.add(new Keyed(Values.defined(AttributeAccess.path(item, path)), item));
        }
        keyed.sort((x, y) -> Values.compare(folded(x.key(), sensitive), folded(y.key(), sensitive)));
        List<Tuple> groups = new ArrayList<>();
        List<@Nullable Object> members = new ArrayList<>();
        for (int i = 0; i < keyed.size(); i++) {
            members.add(keyed.get(i).item());
            boolean last = i == keyed.size() - 1
                    || !Values.equal(
                            folded(keyed.get(i).key(), sensitive),
                            folded(keyed.get(i + 1).key(), sensitive));
            if (last) {
                groups.add(Tuple.of(keyed.get(i + 1 - members.size()).key(), members));
                members = new ArrayList<>();
            }
        }
        return groups;
    }

    private static List<?> flatten(@Nullable Object value, BoundArguments a) {
        long levels = a.value("levels", null) == null ? Long.MAX_VALUE : a.integer("levels");
        List<@Nullable Object> out = new ArrayList<>();
        flatten(Coercions.list(value), levels, a.flag("skip_nulls", true), out);
        return out;
    }

    public static void flatten(List<?> list, long levels, boolean skipNulls, List<@Nullable Object> out) {
        for (Object item : list) {
            if (skipNulls && (item == null || item.equals("None") || item.equals("null"))) {
                continue;
            }
            if (item instanceof List<?> inner && levels > 0) {
                flatten(inner, levels - 1, skipNulls, out);
            } else {
                out.add(item);
            }
        }
    }

    private static List<?> shuffle(@Nullable Object value, BoundArguments a) {
        List<@Nullable Object> items = new ArrayList<>(Coercions.list(value));
        PythonRandom.of(a.value("seed", null)).shuffle(items);
        return items;
    }

    private static List<List<?>> lists(@Nullable Object value, BoundArguments a) {
        List<List<?>> lists = new ArrayList<>();
        lists.add(Coercions.list(value));
        a.rest().forEach(other -> lists.add(Coercions.list(other)));
        return lists;
    }

    public static List<List<?>> zip(List<List<?>> lists, boolean longest, @Nullable Object fill) {
        var sizes = lists.stream().mapToInt(List::size);
        int rows = longest ? sizes.max().orElse(0) : sizes.min().orElse(0);
        List<List<?>> zipped = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            List<@Nullable Object> row = new ArrayList<>();
            for (List<?> list : lists) {
                row.add(i < list.size() ? list.get(i) : fill);
            }
            zipped.add(Tuple.of(row));
        }
        return zipped;
    }

    private static List<List<?>> repeated(List<List<?>> lists, @Nullable Object times) {
        List<List<?>> all = new ArrayList<>();
        for (long i = times == null ? 1 : Coercions.integer(times, "repeat"); i > 0; i--) {
            all.addAll(lists);
            ComputeLimits.values(all.size());
        }
        return all;
    }

    public static List<List<?>> product(List<List<?>> lists) {
        List<List<?>> rows = List.of(Tuple.of());
        for (List<?> list : lists) {
            List<List<?>> longer = new ArrayList<>();
            for (List<?> row : rows) {
                ComputeLimits.check();
                for (Object item : list) {
                    ComputeLimits.values((long) (longer.size() + 1) * (row.size() + 1));
                    List<@Nullable Object> extended = new ArrayList<>(row);
                    extended.add(item);
                    longer.add(Tuple.of(extended));
                }
            }
            rows = longer;
        }
        return rows;
    }

    private static List<Tuple> permutations(List<?> list, long size) {
        List<Tuple> out = new ArrayList<>();
        permute(list, (int) size, new ArrayList<>(), out);
        return out;
    }

    private static void permute(List<?> list, int size, List<Integer> chosen, List<Tuple> out) {
        if (chosen.size() == size) {
            add(Tuple.of(chosen.stream().map(list::get).toArray()), out);
            return;
        }
        for (int i = 0; i < list.size(); i++) {
            if (!chosen.contains(i)) {
                chosen.add(i);
                permute(list, size, chosen, out);
                chosen.removeLast();
            }
        }
    }

    private static void add(Tuple made, List<Tuple> to) {
        ComputeLimits.check();
        to.add(made);
        ComputeLimits.values((long) to.size() * (made.size() + 1));
    }

    private static List<Tuple> combinations(List<?> list, long size) {
        List<Tuple> out = new ArrayList<>();
        combine(list, (int) size, 0, new ArrayList<>(), out);
        return out;
    }

    private static void combine(List<?> list, int size, int from, List<@Nullable Object> chosen, List<Tuple> out) {
        if (chosen.size() == size) {
            add(Tuple.of(chosen), out);
            return;
        }
        for (int i = from; i < list.size(); i++) {
            chosen.add(list.get(i));
            combine(list, size, i + 1, chosen, out);
            chosen.removeLast();
        }
    }

    public static List<Tuple> subelements(@Nullable Object value, @Nullable Object path, boolean skipMissing) {
        List<?> elements = value instanceof Map<?, ?> map
                ? new ArrayList<>(map.values())
                : Coercions.realList(value, "subelements");
        List<?> names =
                path instanceof List<?> list ? list : List.of(Values.text(path).split("\\."));
        List<Tuple> pairs = new ArrayList<>();
        for (Object element : elements) {
            Object found = element;
            for (Object name : names) {
                found = found instanceof Map<?, ?> map && map.containsKey(name)
                        ? map.get(name)
                        : Undefined.member(found, name);
                if (found instanceof Undefined missing) {
                    if (!skipMissing) {
                        throw missing.error();
                    }
                    found = List.of();
                    break;
                }
            }
            for (Object sub : Coercions.realList(found, "subelements")) {
                pairs.add(Tuple.of(element, sub));
            }
        }
        return pairs;
    }

    private static @Nullable Object extract(@Nullable Object key, BoundArguments a) {
        Object value = AttributeAccess.item(a.value("container"), key);
        Object more = a.value("morekeys", null);
        List<?> keys = more == null ? List.of() : more instanceof List<?> several ? several : List.of(more);
        for (Object next : keys) {
            value = AttributeAccess.item(value, next);
        }
        return value;
    }
}
