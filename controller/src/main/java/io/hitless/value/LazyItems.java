package io.hitless.value;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A list or mapping that computes each item when it is first read; items may be {@link Undefined}. */
public sealed interface LazyItems permits LazyList, LazyMap {
    /** @throws UndefinedError if an item is Undefined */
    void requireDefined();

    /** Returns the items that were read so far. */
    Collection<@Nullable Object> computed();

    /** Returns the items of a list or mapping, if it is lazy only those that were read so far. */
    static Collection<? extends @Nullable Object> computed(Object value) {
        return switch (value) {
            case LazyItems items -> items.computed();
            case Map<?, ?> map -> map.values();
            case Collection<?> collection -> collection;
            default -> List.of();
        };
    }

    /**
     * Returns the value itself.
     *
     * @throws UndefinedError if the value is a lazy list or mapping with an Undefined item
     */
    static @Nullable Object defined(@Nullable Object value) {
        if (value instanceof LazyItems items) {
            items.requireDefined();
        }
        return value;
    }
}
