package io.hitless.module;

import io.hitless.value.BooleanWords;
import io.hitless.value.Values;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rules of an argument spec about combinations of options.
 *
 * @param rules the rules by name, such as {@code required_if}
 * @param where the parent of the options, for errors
 */
record ArgumentRules(Map<?, ?> rules, String where) {
    /**
     * Checks {@code mutually_exclusive}. Must be called before defaults are filled in, since only given arguments
     * count.
     */
    void exclusive(Map<String, @Nullable Object> values, List<String> errors) {
        for (List<?> group : groups("mutually_exclusive")) {
            List<String> given = given(group, values);
            if (given.size() > 1) {
                errors.add("only one may be given: " + String.join(", ", given) + where);
            }
        }
    }

    /** Checks all other rules. */
    void together(Map<String, @Nullable Object> values, List<String> errors) {
        for (List<?> group : groups("required_together")) {
            int given = given(group, values).size();
            if (given > 0 && given < group.size()) {
                errors.add("all or none must be given: " + names(group) + where);
            }
        }
        for (List<?> group : groups("required_one_of")) {
            if (given(group, values).isEmpty()) {
                errors.add("one of these must be given: " + names(group) + where);
            }
        }
        groups("required_if").forEach(rule -> requiredIf(rule, values, errors));
        if (rules.get("required_by") instanceof Map<?, ?> map) {
            map.forEach((name, needed) -> requiredBy(Values.text(name), list(needed), values, errors));
        }
    }

    private void requiredIf(List<?> rule, Map<String, @Nullable Object> values, List<String> errors) {
        if (rule.size() < 3) {
            return;
        }
        String name = Values.text(rule.getFirst());
        Object value = values.get(name);
        boolean applies = values.containsKey(name)
                && (Values.equal(value, rule.get(1))
                        || (rule.get(1) instanceof Boolean wanted && wanted.equals(BooleanWords.of(value))));
        List<?> needed = list(rule.get(2));
        boolean one = rule.size() > 3 && Boolean.TRUE.equals(BooleanWords.of(rule.get(3)));
        List<String> given = given(needed, values);
        if (applies && (one ? given.isEmpty() : given.size() < needed.size())) {
            errors.add("as '" + name + "' is " + Values.text(value) + ", " + (one ? "one of these" : "all of these")
                    + " must be given: " + names(needed) + where);
        }
    }

    private void requiredBy(String name, List<?> needed, Map<String, @Nullable Object> values, List<String> errors) {
        if (values.get(name) != null && given(needed, values).size() < needed.size()) {
            errors.add("with '" + name + "' these must be given: " + names(needed) + where);
        }
    }

    /** Returns a list of groups; the rule may also be a single group. */
    private List<List<?>> groups(String rule) {
        List<?> written = list(rules.get(rule));
        if (!written.isEmpty() && written.stream().noneMatch(List.class::isInstance)) {
            return List.of(written);
        }
        return written.stream().<List<?>>map(ArgumentRules::list).toList();
    }

    private static List<?> list(@Nullable Object value) {
        return value instanceof List<?> list ? list : value == null ? List.of() : List.of(value);
    }

    private static List<String> given(List<?> names, Map<String, @Nullable Object> values) {
        return names.stream()
                .map(Values::text)
                .filter(name -> values.get(name) != null)
                .toList();
    }

    private static String names(List<?> names) {
        return String.join(", ", names.stream().map(Values::text).toList());
    }
}
