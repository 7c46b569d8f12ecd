package io.hitless.plugin;

import io.hitless.value.ComputeLimits;
import io.hitless.value.Undefined;
import io.hitless.value.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Converts values to the types of JSON. */
final class PluginValues {
    private PluginValues() {}

    /** @throws io.hitless.source.UserError if the value contains something undefined, or is nested too deeply */
    static @Nullable Object plain(@Nullable Object value) {
        return plain(value, 0);
    }

    private static @Nullable Object plain(@Nullable Object value, int depth) {
        ComputeLimits.depth(depth);
        return switch (value) {
            case null -> null;
            case String _, Boolean _, Number _ -> value;
            case Undefined missing -> throw missing.error();
            case Map<?, ?> map -> {
                Map<String, @Nullable Object> out = new LinkedHashMap<>();
                map.forEach((key, its) -> out.put(Values.text(key), plain(its, depth + 1)));
                yield out;
            }
            case Iterable<?> items -> {
                List<@Nullable Object> out = new ArrayList<>();
                items.forEach(item -> out.add(plain(item, depth + 1)));
                yield out;
            }
            default -> Values.text(value);
        };
    }
}
