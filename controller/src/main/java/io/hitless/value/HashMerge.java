package io.hitless.value;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Merges mappings recursively, key by key. If one of two values is not a mapping, the upper value replaces the lower
 * one.
 */
public final class HashMerge {
    private HashMerge() {}

    public static Map<?, ?> merged(Map<?, ?> below, Map<?, ?> above) {
        Map<@Nullable Object, @Nullable Object> out = new LinkedHashMap<>(below);
        above.forEach((key, value) -> out.put(key, merged(out.get(key), value)));
        return out;
    }

    public static @Nullable Object merged(@Nullable Object below, @Nullable Object above) {
        return below instanceof Map<?, ?> low && above instanceof Map<?, ?> high ? merged(low, high) : above;
    }
}
