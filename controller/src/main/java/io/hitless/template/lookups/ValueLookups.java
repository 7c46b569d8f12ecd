package io.hitless.template.lookups;

import io.hitless.source.UserError;
import io.hitless.template.eval.BoundArguments;
import io.hitless.template.eval.Builtin;
import io.hitless.template.eval.Scope;
import io.hitless.template.filters.CombinationFilters;
import io.hitless.template.filters.DictFilters;
import io.hitless.template.filters.ListFilters;
import io.hitless.template.format.Coercions;
import io.hitless.template.format.PercentFormat;
import io.hitless.template.format.PythonRandom;
import io.hitless.template.format.PythonRegex;
import io.hitless.value.Tuple;
import io.hitless.value.Undefined;
import io.hitless.value.Values;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Lookups that compute with their terms or read variables, such as those that {@code with_…} loops use. */
public final class ValueLookups {
    private static final Pattern SHORT_SEQUENCE =
            Pattern.compile("(?:(0x[0-9a-fA-F]+|\\d+)-)?(0x[0-9a-fA-F]+|\\d+)(?:/(\\d+))?(?::(.+))?");

    private ValueLookups() {}

    public static Builtin.Table table() {
        return new Builtin.Table()
                .add("vars", (terms, a) -> variables(terms, a), "default")
                .add(
                        "varnames",
                        (terms, a) -> variableNames(terms, a.evaluation().scope()))
                .add(
                        "inventory_hostnames",
                        (terms, a) -> a.evaluation()
                                .scope()
                                .hosts(Coercions.list(terms).stream()
                                        .map(Values::text)
                                        .toList()))
                .add("items", (terms, _) -> flat(terms, 1))
                .add("list", (terms, _) -> terms)
                .add("flattened", (terms, _) -> flat(terms, Long.MAX_VALUE))
                .add("dict", (terms, _) -> dicts(terms))
                .add("indexed_items", (terms, _) -> indexed(flat(terms, 1)))
                .add("nested", (terms, _) -> nested(terms))
                .add(
                        "together",
                        (terms, _) -> CombinationFilters.zip(lists("together", terms), true, null).stream()
                                .map(row -> new ArrayList<Object>(row))
                                .toList())
                .add(
                        "sequence",
                        (terms, a) -> sequence(Coercions.list(terms), a),
                        "start",
                        "end",
                        "count",
                        "stride",
                        "format")
                .add("subelements", (terms, _) -> Subelements.of(Coercions.list(terms)))
                .add("random_string", (_, a) -> List.of(RandomText.of(a)), RandomText.PARAMETERS)
                .add("merge_variables", (terms, a) -> MergedVariables.of(terms, a), MergedVariables.PARAMETERS)
                .add("random_choice", (terms, _) -> choice(Coercions.list(terms)));
    }

    private static List<?> variables(@Nullable Object terms, BoundArguments a) {
        List<@Nullable Object> values = new ArrayList<>();
        for (Object term : Coercions.list(terms)) {
            Object value = a.evaluation().scope().lazy(name(term));
            if (value instanceof Undefined missing) {
                if (!a.has("default")) {
                    throw missing.error();
                }
                value = a.raw("default");
            }
            values.add(value);
        }
        return values;
    }

    private static String name(@Nullable Object term) {
        if (term instanceof String text) {
            return text;
        }
        throw new UserError("the name of a variable is a text, not " + Values.typeName(term));
    }

    private static List<String> variableNames(@Nullable Object terms, Scope scope) {
        List<String> names = new ArrayList<>();
        for (Object term : Coercions.list(terms)) {
            PythonRegex regex = PythonRegex.compile(name(term), false, false);
            scope.names().stream().filter(regex::isIn).forEach(names::add);
        }
        return names;
    }

    private static List<?> flat(@Nullable Object terms, long levels) {
        List<@Nullable Object> out = new ArrayList<>();
        ListFilters.flatten(Coercions.list(terms), levels, false, out);
        return out;
    }

    private static List<?> dicts(@Nullable Object terms) {
        List<@Nullable Object> items = new ArrayList<>();
        for (Object term : flat(terms, 1)) {
            items.addAll(DictFilters.toItems(Coercions.map(term, "dict"), "key", "value"));
        }
        return items;
    }

    private static List<?> indexed(List<?> items) {
        List<Tuple> pairs = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            pairs.add(Tuple.of((long) i, items.get(i)));
        }
        return pairs;
    }

    private static List<List<?>> lists(String lookup, @Nullable Object terms) {
        List<List<?>> lists = new ArrayList<>();
        for (Object term : Coercions.list(terms)) {
            lists.add(term instanceof List<?> list ? list : List.of(Values.text(term)));
        }
        if (lists.isEmpty()) {
            throw new UserError("'" + lookup + "' wants at least one list");
        }
        return lists;
    }

    private static List<?> nested(@Nullable Object terms) {
        List<List<?>> rows = new ArrayList<>();
        for (List<?> row : CombinationFilters.product(lists("nested", terms))) {
            rows.add(new ArrayList<>(row));
        }
        return rows;
    }

    private static List<?> choice(List<?> terms) {
        return terms.isEmpty()
                ? terms
                : Collections.singletonList(PythonRandom.of(null).choice(terms));
    }

    private static List<String> sequence(List<?> terms, BoundArguments a) {
        List<String> out = new ArrayList<>();
        for (Object term : terms.isEmpty() ? List.of("") : terms) {
            Sequence sequence = new Sequence(a);
            sequence.read(Values.text(term).strip());
            sequence.write(out);
        }
        return out;
    }

    private static final class Sequence {
        private long start;
        private @Nullable Long end;
        private @Nullable Long count;
        private long stride;
        private String format;

        Sequence(BoundArguments a) {
            start = Long.decode(a.text("start", "1"));
            end = a.has("end") ? Long.decode(a.text("end")) : null;
            count = a.has("count") ? Long.decode(a.text("count")) : null;
            stride = Long.parseLong(a.text("stride", "1"));
            format = a.text("format", "%d");
        }

        void read(String term) {
            Matcher m = SHORT_SEQUENCE.matcher(term);
            if (term.isEmpty()) {
                return;
            }
            if (m.matches()) {
                start = m.group(1) == null ? 1 : Long.decode(m.group(1));
                end = Long.decode(m.group(2));
                stride = m.group(3) == null ? 1 : Long.parseLong(m.group(3));
                format = m.group(4) == null ? format : m.group(4);
                return;
            }
            for (String pair : term.split("\\s+", -1)) {
                String[] parts = pair.split("=", 2);
                String value = parts.length == 2 ? parts[1] : "";
                try {
                    switch (parts[0]) {
                        case "start" -> start = Long.decode(value);
                        case "end" -> end = Long.decode(value);
                        case "count" -> count = Long.decode(value);
                        case "stride" -> stride = Long.parseLong(value);
                        case "format" -> format = value;
                        default -> throw new UserError("a sequence has no option " + Values.repr(pair));
                    }
                } catch (NumberFormatException _) {
                    throw new UserError("not a number in a sequence: " + Values.repr(pair));
                }
            }
        }

        void write(List<String> out) {
            if (end != null && count != null) {
                throw new UserError("a sequence takes 'end' or 'count', not both");
            }
            if (end == null && count == null) {
                throw new UserError("a sequence wants 'end' or 'count'");
            }
            long last = count != null ? start + (count - 1) * stride : end == null ? start : end;
            if (stride == 0 || (count != null && count == 0)) {
                return;
            }
            if (stride > 0 ? last < start : last > start) {
                throw new UserError(null, "this sequence would never end", "count backwards with a negative stride");
            }
            for (long i = start; stride > 0 ? i <= last : i >= last; i += stride) {
                out.add(PercentFormat.format(format, i));
            }
        }
    }
}
