package io.hitless.template.filters;

import io.hitless.source.UserError;
import io.hitless.template.eval.BoundArguments;
import io.hitless.template.eval.Builtin;
import io.hitless.template.format.Coercions;
import io.hitless.value.ComputeLimits;
import io.hitless.value.Tuple;
import io.hitless.value.Undefined;
import io.hitless.value.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Filters that combine the items of lists: zip, product, permutations, combinations, subelements. */
public final class CombinationFilters {
    private CombinationFilters() {}

    public static Builtin.Table table() {
        return new Builtin.Table()
                .add("zip", (v, a) -> zip(lists(v, a), false, null), "*")
                .add("zip_longest", (v, a) -> zip(lists(v, a), true, only(a, "fillvalue")), "*", "**")
                .add("product", (v, a) -> product(repeated(lists(v, a), only(a, "repeat"))), "*", "**")
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
                        "skip_missing");
    }

    private static @Nullable Object only(BoundArguments a, String name) {
        a.extra().keySet().stream()
                .filter(given -> !given.equals(name))
                .findFirst()
                .ifPresent(given -> {
                    throw new UserError("no argument is named '" + given + "'; there is '" + name + "'");
                });
        return a.extra().get(name);
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
        if (size < 0) {
            throw new UserError("a permutation can't have " + size + " items");
        }
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
        if (size < 0) {
            throw new UserError("a combination can't have " + size + " items");
        }
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

    static List<Tuple> subelements(@Nullable Object value, @Nullable Object path, boolean skipMissing) {
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
}
