package io.hitless.template.filters;

import io.hitless.template.eval.AttributeAccess;
import io.hitless.template.eval.BoundArguments;
import io.hitless.template.eval.Builtin;
import io.hitless.template.format.Coercions;
import io.hitless.value.ComputeLimits;
import io.hitless.value.Tuple;
import io.hitless.value.Undefined;
import io.hitless.value.Values;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Filters that sort or compare the items of a list: sort, min, max, groupby. */
public final class SortFilters {
    private SortFilters() {}

    public static Builtin.Table table() {
        return new Builtin.Table()
                .add("sort", (v, a) -> sort(v, a), "reverse", "case_sensitive", "attribute")
                .add("min", (v, a) -> extreme(v, a, true), "case_sensitive", "attribute")
                .add("max", (v, a) -> extreme(v, a, false), "case_sensitive", "attribute")
                .add("groupby", (v, a) -> groupBy(Coercions.list(v), a), "attribute", "default", "case_sensitive");
    }

    /**
     * Jinja2's order: by an attribute, or by several separated by commas; case is ignored unless {@code case_sensitive}
     * is true.
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

    private static List<Tuple> groupBy(List<?> list, BoundArguments a) {
        Object path = a.value("attribute");
        boolean sensitive = a.flag("case_sensitive", false);
        record Keyed(@Nullable Object key, @Nullable Object item) {}
        List<Keyed> keyed = new ArrayList<>();
        for (Object item : list) {
            // In Ansible, undefined values are not replaced by the parameter 'default'.
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
}
