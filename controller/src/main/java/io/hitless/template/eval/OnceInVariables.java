package io.hitless.template.eval;

import io.hitless.value.ComputeLimits;
import io.hitless.value.LazyItems;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the lists and mappings that occur once in a set of values. One that occurs several times is no single object in
 * Ansible: two variables with the same value, or two templates in a variable, are evaluated apart.
 */
final class OnceInVariables {
    private final Set<Object> once = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<Object> often = Collections.newSetFromMap(new IdentityHashMap<>());

    private OnceInVariables() {}

    /** @param summed lists whose items are not the same in a sum of lists */
    static Set<Object> of(Collection<?> values, Collection<List<?>> summed) {
        OnceInVariables found = new OnceInVariables();
        // Java has one empty list and one empty mapping for all.
        found.often.add(List.of());
        found.often.add(Map.of());
        values.forEach(value -> found.add(value, 0));
        found.once.removeAll(found.often);
        summed.forEach(list -> list.forEach(found::leaveOut));
        return found.once;
    }

    private void leaveOut(@Nullable Object value) {
        if (value != null && once.remove(value)) {
            LazyItems.computed(value).forEach(this::leaveOut);
        }
    }

    private void add(@Nullable Object value, int depth) {
        ComputeLimits.depth(depth);
        if (!(value instanceof List<?>) && !(value instanceof Map<?, ?>)) {
            return;
        }
        if (!once.add(value)) {
            often.add(value);
            return;
        }
        for (Object each : LazyItems.computed(value)) {
            add(each, depth + 1);
        }
    }
}
