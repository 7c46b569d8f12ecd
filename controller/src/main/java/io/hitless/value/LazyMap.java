package io.hitless.value;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An immutable mapping that computes each value when it is first read, as in ansible-core 2.19: an undefined value does
 * not affect the others.
 */
public final class LazyMap extends AbstractMap<Object, @Nullable Object> implements LazyItems {
    private final Map<Object, LazyValue> values = new LinkedHashMap<>();

    public LazyMap(Map<?, ? extends Supplier<? extends @Nullable Object>> values) {
        values.forEach((key, value) -> this.values.put(key, new LazyValue(value)));
    }

    @Override
    public @Nullable Object get(@Nullable Object key) {
        LazyValue value = values.get(key);
        return value == null ? null : value.get();
    }

    @Override
    public Collection<@Nullable Object> computed() {
        return LazyValue.computed(values.values());
    }

    @Override
    public void requireDefined() {
        values().forEach(Values::defined);
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
        return values.containsKey(key);
    }

    @Override
    public Set<Object> keySet() {
        return Collections.unmodifiableSet(values.keySet());
    }

    @Override
    public int size() {
        return values.size();
    }

    /** Iterating over the entries computes every value. */
    @Override
    public Set<Map.Entry<Object, @Nullable Object>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public Iterator<Map.Entry<Object, @Nullable Object>> iterator() {
                return values.entrySet().stream()
                        .<Map.Entry<Object, @Nullable Object>>map(each -> new SimpleImmutableEntry<>(
                                each.getKey(), each.getValue().get()))
                        .iterator();
            }

            @Override
            public int size() {
                return values.size();
            }
        };
    }
}
