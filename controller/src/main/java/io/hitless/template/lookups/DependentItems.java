package io.hitless.template.lookups;

import io.hitless.source.UserError;
import io.hitless.template.eval.BoundArguments;
import io.hitless.template.eval.LayeredScope;
import io.hitless.template.filters.DictFilters;
import io.hitless.template.format.Coercions;
import io.hitless.value.Values;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The lookup {@code dependent}: all combinations of several lists, where a list can be an expression that reads the
 * items chosen before it as {@code item}.
 */
final class DependentItems {
    /** One of the lists: the name of its item, and a list, a mapping or an expression. */
    private record Level(String name, @Nullable Object items) {}

    private final BoundArguments arguments;
    private final List<Level> levels = new ArrayList<>();
    private final List<Object> found = new ArrayList<>();

    private DependentItems(BoundArguments arguments) {
        this.arguments = arguments;
    }

    static List<?> of(@Nullable Object terms, BoundArguments a) {
        DependentItems items = new DependentItems(a);
        Set<String> names = new HashSet<>();
        for (Object term : Coercions.list(terms)) {
            Map<?, ?> map = Coercions.map(term, "dependent");
            if (map.size() != 1) {
                throw new UserError("a term of 'dependent' is one name with its list, not " + Values.repr(map));
            }
            map.forEach((name, value) -> items.levels.add(new Level(Values.text(name), value)));
            if (!names.add(items.levels.getLast().name())) {
                throw new UserError("'" + items.levels.getLast().name() + "' is the name of two terms");
            }
        }
        if (!items.levels.isEmpty()) {
            items.descend(0, new LinkedHashMap<>());
        }
        return items.found;
    }

    private void descend(int depth, Map<String, @Nullable Object> chosen) {
        if (depth == levels.size()) {
            found.add(new LinkedHashMap<>(chosen));
            return;
        }
        Level level = levels.get(depth);
        for (Object each : items(level, chosen)) {
            chosen.put(level.name(), each);
            descend(depth + 1, chosen);
            chosen.remove(level.name());
        }
    }

    private List<?> items(Level level, Map<String, @Nullable Object> chosen) {
        Object value = level.items() instanceof String expression
                ? arguments
                        .evaluation()
                        .expression(
                                expression,
                                new LayeredScope(
                                        Map.of("item", new LinkedHashMap<>(chosen)),
                                        arguments.evaluation().scope()))
                : level.items();
        return switch (Values.defined(value)) {
            case List<?> list -> list;
            case Map<?, ?> map -> {
                SortedMap<String, @Nullable Object> sorted = new TreeMap<>();
                map.forEach((key, item) -> sorted.put(Values.text(key), item));
                yield DictFilters.toItems(sorted, "key", "value");
            }
            case null, default ->
                throw new UserError("'" + level.name() + "' of 'dependent' is to be a list, a mapping or an expression"
                        + " of one, not " + Coercions.article(value));
        };
    }
}
