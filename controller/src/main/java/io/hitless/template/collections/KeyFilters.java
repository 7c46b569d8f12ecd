package io.hitless.template.collections;

import io.hitless.source.UserError;
import io.hitless.template.eval.BoundArguments;
import io.hitless.template.eval.Builtin;
import io.hitless.template.format.Coercions;
import io.hitless.template.format.MatchPlace;
import io.hitless.template.format.PythonRegex;
import io.hitless.value.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Filters that keep, remove or rename keys: those of {@code ansible.utils} at every level, those of
 * {@code community.general} in the mappings of a list.
 */
public final class KeyFilters {
    private static final String[] PARAMETERS = {"target", "matching_parameter"};

    private KeyFilters() {}

    public static Builtin.Table table() {
        return new Builtin.Table()
                .add("keep_keys", (v, a) -> keep(v, matching(a)), PARAMETERS)
                .add("remove_keys", (v, a) -> remove(v, matching(a)), PARAMETERS)
                .add("replace_keys", (v, a) -> replace(v, renames(a)), PARAMETERS)
                .add("community.general.keep_keys", (v, a) -> rows(v, filtered(matching(a))), PARAMETERS)
                .add(
                        "community.general.remove_keys",
                        (v, a) -> rows(v, filtered(matching(a).negate())),
                        PARAMETERS)
                .add("community.general.replace_keys", (v, a) -> rows(v, renamed(renames(a))), PARAMETERS);
    }

    private record Rename(Predicate<String> fits, String to) {}

    @FunctionalInterface
    private interface RowStep {
        Map<?, ?> apply(Map<?, ?> row);
    }

    private static BiPredicate<String, String> comparison(BoundArguments a) {
        String way = a.text("matching_parameter", "equality");
        return switch (way) {
            case "equality", "equal" -> String::equals;
            case "starts_with" -> String::startsWith;
            case "ends_with" -> String::endsWith;
            case "regex" ->
                (key, pattern) -> PythonRegex.compile(pattern, false, false).first(key, MatchPlace.AT_START) != null;
            default ->
                throw new UserError(
                        "matching_parameter is to be equal, starts_with, ends_with or regex, not '" + way + "'");
        };
    }

    private static Predicate<String> matching(BoundArguments a) {
        BiPredicate<String, String> fits = comparison(a);
        List<String> targets = new ArrayList<>();
        for (Object target : a.value("target") instanceof String one ? List.of(one) : a.list("target")) {
            if (!(target instanceof String text)) {
                throw new UserError("the target is to be texts, not " + Coercions.article(target));
            }
            targets.add(text);
        }
        return key -> targets.stream().anyMatch(target -> fits.test(key, target));
    }

    private static List<Rename> renames(BoundArguments a) {
        BiPredicate<String, String> fits = comparison(a);
        List<Rename> renames = new ArrayList<>();
        for (Object target : a.list("target")) {
            Map<?, ?> map = Coercions.map(target, "target");
            if (!map.containsKey("before") || !map.containsKey("after")) {
                throw new UserError("a target wants 'before' and 'after', not " + Values.repr(map));
            }
            String before = Values.text(map.get("before"));
            renames.add(new Rename(key -> fits.test(key, before), Values.text(map.get("after"))));
        }
        return renames;
    }

    private static String renamed(Object key, List<Rename> renames) {
        String name = Values.text(key);
        return renames.stream()
                .filter(rename -> rename.fits().test(name))
                .findFirst()
                .map(Rename::to)
                .orElse(name);
    }

    private static RowStep filtered(Predicate<String> wanted) {
        return row -> {
            Map<Object, @Nullable Object> kept = new LinkedHashMap<>();
            row.forEach((key, value) -> {
                if (wanted.test(Values.text(key))) {
                    kept.put(key, value);
                }
            });
            return kept;
        };
    }

    private static RowStep renamed(List<Rename> renames) {
        return row -> {
            Map<Object, @Nullable Object> made = new LinkedHashMap<>();
            row.forEach((key, value) -> made.put(renamed(key, renames), value));
            return made;
        };
    }

    private static List<?> rows(@Nullable Object value, RowStep step) {
        List<Map<?, ?>> made = new ArrayList<>();
        Coercions.realList(value, "keys").forEach(row -> made.add(step.apply(Coercions.map(row, "keys"))));
        return made;
    }

    private static @Nullable Object remove(@Nullable Object value, Predicate<String> gone) {
        if (value instanceof List<?> list) {
            List<@Nullable Object> left = new ArrayList<>();
            for (Object item : list) {
                Object less = remove(item, gone);
                if (!(item instanceof Map<?, ?>) || Values.truthy(less)) {
                    left.add(less);
                }
            }
            return left;
        }
        if (!(value instanceof Map<?, ?> map)) {
            return value;
        }
        Map<Object, @Nullable Object> left = new LinkedHashMap<>();
        map.forEach((key, item) -> {
            if (!gone.test(Values.text(key))) {
                left.put(key, remove(item, gone));
            }
        });
        return left;
    }

    /** The selected keys, and the levels above them. */
    private static @Nullable Object keep(@Nullable Object value, Predicate<String> wanted) {
        if (value instanceof List<?> list) {
            List<@Nullable Object> kept = new ArrayList<>();
            for (Object item : list) {
                Object part = keep(item, wanted);
                if (part != null && Values.truthy(part)) {
                    kept.add(part);
                }
            }
            return kept;
        }
        if (!(value instanceof Map<?, ?> map)) {
            return null;
        }
        Map<Object, @Nullable Object> kept = new LinkedHashMap<>();
        map.forEach((key, item) -> {
            Object part = wanted.test(Values.text(key)) ? item : keep(item, wanted);
            if (wanted.test(Values.text(key)) || (part != null && Values.truthy(part))) {
                kept.put(key, part);
            }
        });
        return kept;
    }

    // As in ansible.utils, a renamed key comes last.
    private static @Nullable Object replace(@Nullable Object value, List<Rename> renames) {
        if (value instanceof List<?> list) {
            List<@Nullable Object> made = new ArrayList<>();
            list.forEach(item -> made.add(replace(item, renames)));
            return made;
        }
        if (!(value instanceof Map<?, ?> map)) {
            return value;
        }
        Map<Object, @Nullable Object> made = new LinkedHashMap<>();
        Map<Object, @Nullable Object> last = new LinkedHashMap<>();
        map.forEach((key, item) -> {
            String name = renamed(key, renames);
            (name.equals(Values.text(key)) ? made : last)
                    .put(name.equals(Values.text(key)) ? key : name, replace(item, renames));
        });
        made.putAll(last);
        return made;
    }
}
