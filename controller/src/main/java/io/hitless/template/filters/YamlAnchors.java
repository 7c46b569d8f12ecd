package io.hitless.template.filters;

import io.hitless.value.Values;
import java.util.Collection;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which lists and mappings stand several times in a value: the first is written with an anchor, others as its alias.
 */
final class YamlAnchors {
    /** Empty until it comes a second time. */
    private final IdentityHashMap<Object, String> names = new IdentityHashMap<>();

    private final Set<String> written = new HashSet<>();
    private int count;

    /** There are none: each is written in full. */
    static YamlAnchors none() {
        return new YamlAnchors();
    }

    static YamlAnchors in(@Nullable Object value) {
        YamlAnchors anchors = new YamlAnchors();
        anchors.find(value);
        return anchors;
    }

    private void find(@Nullable Object value) {
        if (!(value instanceof Collection<?>) && !(value instanceof Map<?, ?>)) {
            return;
        }
        String known = names.get(value);
        if (known != null) {
            if (known.isEmpty()) {
                names.put(value, String.format(Locale.ROOT, "id%03d", ++count));
            }
            return;
        }
        names.put(value, "");
        if (value instanceof Map<?, ?> map) {
            map.entrySet().stream()
                    .sorted((a, b) -> Values.compare(a.getKey(), b.getKey()))
                    .forEach(entry -> find(entry.getValue()));
        } else {
            ((Collection<?>) value).forEach(this::find);
        }
    }

    /** {@code &name} where it comes first, {@code *name} afterwards; null if it comes once only. */
    @Nullable
    String mark(@Nullable Object value) {
        String name = value instanceof List<?> || value instanceof Map<?, ?> ? names.get(value) : null;
        if (name == null || name.isEmpty()) {
            return null;
        }
        return (written.add(name) ? "&" : "*") + name;
    }
}
