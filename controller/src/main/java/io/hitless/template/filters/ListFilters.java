package io.hitless.template.filters;

import io.hitless.source.UserError;
import io.hitless.template.eval.Arithmetic;
import io.hitless.template.eval.AttributeAccess;
import io.hitless.template.eval.BoundArguments;
import io.hitless.template.eval.Builtin;
import io.hitless.template.eval.StringMethods;
import io.hitless.template.format.Coercions;
import io.hitless.template.format.PythonRandom;
import io.hitless.value.Bytes;
import io.hitless.value.ComputeLimits;
import io.hitless.value.LazyItems;
import io.hitless.value.Undefined;
import io.hitless.value.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Filters for lists: parts, sums, text. */
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
                .add("sum", (v, a) -> sum(Coercions.list(v), a), "attribute", "start")
                .add("batch", (v, a) -> batch(Coercions.list(v), a), "linecount", "fill_with")
                .add("slice", (v, a) -> slice(Coercions.list(v), a), "slices", "fill_with")
                .add("flatten", (v, a) -> flatten(v, a), "levels", "skip_nulls")
                .add("shuffle", (v, a) -> shuffle(v, a), "seed")
                .add(
                        "split",
                        (v, a) -> StringMethods.split(
                                Coercions.string(v, "the value"), a.stringOrNull("sep"), a.integer("maxsplit", -1)),
                        "sep",
                        "maxsplit")
                .add("extract", ListFilters::extract, "container", "morekeys");
    }

    private static Long length(@Nullable Object value) {
        return switch (value) {
            case String s -> (long) s.codePointCount(0, s.length());
            case List<?> list -> (long) list.size();
            case Map<?, ?> map -> (long) map.size();
            case Bytes bytes -> (long) bytes.size();
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

    private static @Nullable Object sum(List<?> list, BoundArguments a) {
        Object attribute = a.value("attribute", null);
        Object total = a.value("start", 0L);
        if (total instanceof String) {
            throw new UserError(null, "texts have no sum", "join them with the filter join");
        }
        for (Object item : list) {
            total = Arithmetic.add(total, attribute == null ? item : AttributeAccess.path(item, attribute));
        }
        return total;
    }

    private static List<?> batch(List<?> list, BoundArguments a) {
        long lines = a.value("linecount") instanceof Long count ? count : -1;
        // As in Jinja2, a row is full when it has this many items; with less than 1 it never is.
        int size = lines > 0 ? (int) Math.min(lines, Integer.MAX_VALUE) : Integer.MAX_VALUE;
        Object fill = a.value("fill_with", null);
        List<List<?>> rows = new ArrayList<>();
        if (lines == 0) {
            rows.add(List.of());
        }
        for (long at = 0; at < list.size(); at += size) {
            int i = (int) at;
            List<@Nullable Object> row = new ArrayList<>(list.subList(i, (int) Math.min(list.size(), at + size)));
            while (fill != null && lines > 0 && row.size() < size) {
                ComputeLimits.values(row.size());
                row.add(fill);
            }
            rows.add(row);
        }
        return rows;
    }

    private static List<?> slice(List<?> list, BoundArguments a) {
        long wanted = a.integer("slices");
        if (wanted == 0) {
            throw new UserError("a list can't be divided into 0 slices");
        }
        ComputeLimits.values(wanted);
        int slices = (int) Math.max(0, wanted);
        if (slices == 0) {
            return List.of();
        }
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

    private static List<?> flatten(@Nullable Object value, BoundArguments a) {
        long levels = a.value("levels", null) == null ? Long.MAX_VALUE : Coercions.index(a.value("levels"), "levels");
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
