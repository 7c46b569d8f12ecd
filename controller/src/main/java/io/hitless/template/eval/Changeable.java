package io.hitless.template.eval;

import io.hitless.value.ComputeLimits;
import io.hitless.value.Tuple;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Deep copies of values that a template may change in place. */
final class Changeable {
    private Changeable() {}

    static @Nullable Object copy(@Nullable Object value, int depth) {
        ComputeLimits.depth(depth);
        return switch (value) {
            case Tuple tuple -> tuple;
            case List<?> list -> {
                List<@Nullable Object> copy = new ArrayList<>(list.size());
                list.forEach(item -> copy.add(copy(item, depth + 1)));
                yield copy;
            }
            case Map<?, ?> map -> {
                Map<Object, @Nullable Object> copy = new LinkedHashMap<>();
                map.forEach((key, each) -> copy.put(key, copy(each, depth + 1)));
                yield copy;
            }
            case null, default -> value;
        };
    }
}
