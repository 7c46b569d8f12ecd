package io.hitless.template.filters;

import io.hitless.source.UserError;
import io.hitless.template.eval.AttributeAccess;
import io.hitless.template.eval.Attributes;
import io.hitless.template.eval.BoundArguments;
import io.hitless.template.eval.Builtin;
import io.hitless.template.eval.Callable;
import io.hitless.template.eval.Evaluation;
import io.hitless.template.format.Coercions;
import io.hitless.value.Undefined;
import io.hitless.value.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Filters that apply a filter or test, named by their first argument, to each item. */
public final class SelectFilters {
    private SelectFilters() {}

    public static Builtin.Table table() {
        return new Builtin.Table()
                .addForItems("map", (v, a) -> map(items(v), a), "*", "**")
                .addForItems("select", (v, a) -> select(items(v), a, false, true), "*", "**")
                .addForItems("reject", (v, a) -> select(items(v), a, false, false), "*", "**")
                .addForItems("selectattr", (v, a) -> select(items(v), a, true, true), "*", "**")
                .addForItems("rejectattr", (v, a) -> select(items(v), a, true, false), "*", "**")
                .add("attr", (v, a) -> attribute(v, a.text("name")), "name");
    }

    // As in Jinja2, a false value has no items.
    private static List<?> items(@Nullable Object value) {
        return Values.truthy(value) ? Coercions.list(value) : List.of();
    }

    private static List<?> map(List<?> items, BoundArguments a) {
        if (items.isEmpty()) {
            return items;
        }
        List<@Nullable Object> out = new ArrayList<>(items.size());
        Map<String, @Nullable Object> named = a.extra();
        if (a.rest().isEmpty() && named.containsKey("attribute")) {
            for (Object item : items) {
                Object value = AttributeAccess.path(item, named.get("attribute"));
                out.add(value instanceof Undefined && named.containsKey("default") ? named.get("default") : value);
            }
            return out;
        }
        if (a.rest().isEmpty()) {
            throw new UserError("'map' wants the name of a filter, or attribute=…");
        }
        Evaluation.Applicable filter =
                a.evaluation().filter(Values.text(a.rest().getFirst()));
        List<@Nullable Object> rest = a.rest().subList(1, a.rest().size());
        for (Object item : items) {
            out.add(filter.to(item, rest, named));
        }
        return out;
    }

    private static List<?> select(List<?> items, BoundArguments a, boolean byAttribute, boolean wanted) {
        if (items.isEmpty()) {
            return items;
        }
        if (byAttribute && a.rest().isEmpty()) {
            throw new UserError("an attribute is to be named");
        }
        int place = byAttribute ? 1 : 0;
        Evaluation.Applicable test = a.rest().size() > place
                ? a.evaluation().test(Values.text(a.rest().get(place)))
                : null;
        List<@Nullable Object> rest =
                test == null ? List.of() : a.rest().subList(place + 1, a.rest().size());
        List<@Nullable Object> kept = new ArrayList<>();
        for (Object item : items) {
            Object subject = byAttribute ? AttributeAccess.path(item, a.rest().getFirst()) : item;
            boolean holds = Values.truthy(test == null ? subject : test.to(subject, rest, a.extra()));
            if (holds == wanted) {
                kept.add(item);
            }
        }
        return kept;
    }

    private static @Nullable Object attribute(@Nullable Object owner, String name) {
        Builtin method = AttributeAccess.method(owner, name);
        if (method != null) {
            return new Callable.Bound(method, owner);
        }
        // Unlike the dot operator, the filter does not read items.
        return owner instanceof Attributes own ? own.attribute(name) : Undefined.member(owner, name);
    }
}
