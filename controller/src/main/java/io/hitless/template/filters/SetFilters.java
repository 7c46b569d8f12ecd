package io.hitless.template.filters;

import io.hitless.template.eval.AttributeAccess;
import io.hitless.template.eval.Builtin;
import io.hitless.template.format.Coercions;
import io.hitless.value.Undefined;
import io.hitless.value.Values;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Set operations on lists. The result keeps the order of the first list. */
public final class SetFilters {
    private SetFilters() {}

    public static Builtin.Table table() {
        return new Builtin.Table()
                .add(
                        "unique",
                        (v, a) ->
                                unique(Coercions.list(v), a.flag("case_sensitive", false), a.value("attribute", null)),
                        "case_sensitive",
                        "attribute")
                .add(
                        "union",
                        (v, a) -> {
                            List<@Nullable Object> both = new ArrayList<>(Coercions.list(v));
                            both.addAll(a.list("other"));
                            return unique(both, true, null);
                        },
                        "other")
                .add("intersect", (v, a) -> kept(v, keys(a.list("other")), true), "other")
                .add("difference", (v, a) -> kept(v, keys(a.list("other")), false), "other")
                .add(
                        "symmetric_difference",
                        (v, a) -> {
                            List<@Nullable Object> both = kept(v, keys(a.list("other")), false);
                            both.addAll(kept(a.list("other"), keys(Coercions.list(v)), false));
                            return both;
                        },
                        "other");
    }

    static List<@Nullable Object> unique(List<?> list, boolean sensitive, @Nullable Object attribute) {
        Set<@Nullable Object> seen = new HashSet<>();
        List<@Nullable Object> kept = new ArrayList<>();
        for (Object item : list) {
            Object by = attribute == null ? item : AttributeAccess.path(item, attribute);
            if (seen.add(Values.key(by instanceof String s && !sensitive ? s.toLowerCase(Locale.ROOT) : by))) {
                kept.add(item);
            }
        }
        return kept;
    }

    private static List<@Nullable Object> kept(@Nullable Object value, Set<@Nullable Object> others, boolean in) {
        List<Object> kept = new ArrayList<>();
        for (Object item : Coercions.list(value)) {
            if (others.contains(Values.key(item)) == in) {
                kept.add(item);
            }
        }
        return unique(kept, true, null);
    }

    static Set<@Nullable Object> keys(List<?> list) {
        Set<@Nullable Object> keys = new HashSet<>();
        for (Object item : list) {
            if (!(item instanceof Undefined)) {
                keys.add(Values.key(item));
            }
        }
        return keys;
    }
}
