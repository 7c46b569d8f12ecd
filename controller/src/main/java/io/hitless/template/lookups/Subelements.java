package io.hitless.template.lookups;

import io.hitless.source.UserError;
import io.hitless.value.Tuple;
import io.hitless.value.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code with_subelements}: pairs of each element with each member of one of its lists. Unlike the filter with this
 * name, the lookup skips results of skipped tasks, and removes the list from the element.
 */
final class Subelements {
    private static final String USAGE =
            "it takes two or three items: first a dict or a list, second a string such as 'mysql.hosts', third a dict"
                    + " of flags, such as {skip_missing: true}";

    private final List<String> path;
    private final boolean skipMissing;

    private Subelements(List<String> path, boolean skipMissing) {
        this.path = path;
        this.skipMissing = skipMissing;
    }

    /** The pairs for the lookup's terms. */
    static List<Tuple> of(List<?> terms) {
        if (terms.size() < 2 || terms.size() > 3) {
            throw new UserError(null, "'subelements' got " + terms.size() + " items", USAGE);
        }
        Object elements = terms.get(0);
        Object flags = terms.size() == 3 ? terms.get(2) : Map.of();
        if (!(elements instanceof List || elements instanceof Map)
                || !(terms.get(1) instanceof String members)
                || !(flags instanceof Map<?, ?> given)) {
            throw new UserError(null, "'subelements' can't use " + Values.repr(terms), USAGE);
        }
        Subelements its = new Subelements(List.of(members.split("\\.")), Values.truthy(given.get("skip_missing")));
        if (elements instanceof Map<?, ?> map) {
            return isSkipped(map) ? List.of() : its.pairs(map.values());
        }
        return its.pairs((List<?>) elements);
    }

    private static boolean isSkipped(Map<?, ?> result) {
        return result.containsKey("skipped") && !Boolean.FALSE.equals(result.get("skipped"));
    }

    private List<Tuple> pairs(Iterable<? extends @Nullable Object> elements) {
        List<Tuple> pairs = new ArrayList<>();
        for (Object element : elements) {
            if (!(element instanceof Map<?, ?> map)) {
                throw new UserError("'subelements' expects a dictionary, not " + Values.repr(element));
            }
            if (!isSkipped(map)) {
                Map<Object, @Nullable Object> left = new LinkedHashMap<>(map);
                members(left).forEach(member -> pairs.add(Tuple.of(left, member)));
            }
        }
        return pairs;
    }

    /** Removes the list from an element and returns it. With skip_missing, a missing key means an empty list. */
    private List<?> members(Map<Object, @Nullable Object> element) {
        Map<Object, @Nullable Object> at = element;
        for (int i = 0; i < path.size(); i++) {
            String name = path.get(i);
            Object value = at.get(name);
            boolean last = i == path.size() - 1;
            if (!at.containsKey(name)) {
                missing("there is no '" + name + "' in " + Values.repr(at));
            } else if (last) {
                at.remove(name);
                if (value instanceof List<?> list) {
                    return list;
                }
                throw new UserError("'" + name + "' should point to a list, not to " + Values.repr(value));
            } else if (value instanceof Map<?, ?> map) {
                Map<Object, @Nullable Object> below = new LinkedHashMap<>(map);
                at.put(name, below);
                at = below;
            } else {
                missing("'" + name + "' should point to a dictionary, not to " + Values.repr(value));
            }
        }
        return List.of();
    }

    private void missing(String what) {
        if (!skipMissing) {
            throw new UserError(null, what, "{skip_missing: true} as third item passes over such elements");
        }
    }
}
