package io.hitless.template.filters;

import io.hitless.source.UserError;
import io.hitless.template.eval.Evaluation;
import io.hitless.value.Values;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds the lists and mappings that occur several times in a value. The first occurrence is written with an anchor, the
 * others as aliases.
 */
final class YamlAnchors {
    /** The name of each list and mapping; empty until it occurs a second time. */
    private final IdentityHashMap<Object, String> names = new IdentityHashMap<>();

    private final Set<String> written = new HashSet<>();
    private final Predicate<Object> isShared;
    private final boolean sorted;
    private int count;

    private YamlAnchors(Predicate<Object> isShared, boolean sorted) {
        this.isShared = isShared;
        this.sorted = sorted;
    }

    /** No anchors: every occurrence is written in full. */
    static YamlAnchors none() {
        return new YamlAnchors(_ -> false, false);
    }

    static YamlAnchors in(@Nullable Object value, boolean sorted) {
        YamlAnchors anchors = new YamlAnchors(_ -> true, sorted);
        anchors.find(value);
        return anchors;
    }

    /**
     * The anchors that Ansible writes: a list or mapping of a variable that the expression contains several times is
     * one object, but equal ones that were written or computed several times are not.
     */
    static YamlAnchors of(@Nullable Object value, Evaluation evaluation, boolean sorted) {
        YamlAnchors anchors = in(value, sorted);
        if (anchors.count == 0) {
            return anchors;
        }
        YamlAnchors some = new YamlAnchors(evaluation.onceInVariables()::contains, sorted);
        some.find(value);
        return some;
    }

    private void find(@Nullable Object value) {
        if (!(value instanceof Collection<?>) && !(value instanceof Map<?, ?>)) {
            return;
        }
        String known = names.get(value);
        if (known != null && isShared.test(value)) {
            if (known.isEmpty()) {
                names.put(value, String.format(Locale.ROOT, "id%03d", ++count));
            }
            return;
        }
        names.put(value, "");
        if (value instanceof Map<?, ?> map) {
            keys(map, sorted).forEach(key -> find(map.get(key)));
        } else {
            ((Collection<?>) value).forEach(this::find);
        }
    }

    /** The keys in the order in which they are written. As in Python, keys that can't be compared are not sorted. */
    static List<?> keys(Map<?, ?> map, boolean sorted) {
        List<Object> keys = new ArrayList<>(map.keySet());
        if (sorted) {
            try {
                keys.sort(Values::compare);
            } catch (UserError _) {
                return new ArrayList<Object>(map.keySet());
            }
        }
        return keys;
    }

    /** {@code &name} at the first occurrence, {@code *name} at the others; null if there is only one. */
    @Nullable
    String mark(@Nullable Object value) {
        String name = value instanceof List<?> || value instanceof Map<?, ?> ? names.get(value) : null;
        if (name == null || name.isEmpty()) {
            return null;
        }
        return (written.add(name) ? "&" : "*") + name;
    }
}
