package io.hitless.value;

import org.jspecify.annotations.Nullable;

/** A list or mapping that computes each item when it is first read; items may be {@link Undefined}. */
public sealed interface LazyItems permits LazyList, LazyMap {
    /** @throws UndefinedError if an item is Undefined */
    void requireDefined();

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
