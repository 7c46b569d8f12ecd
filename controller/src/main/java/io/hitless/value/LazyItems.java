package io.hitless.value;

import org.jspecify.annotations.Nullable;

/** A list or mapping whose items are computed when they are asked for; some may be {@link Undefined}. */
public sealed interface LazyItems permits LazyList, LazyMap {
    /** @throws UndefinedError if an item is Undefined */
    void requireDefined();

    /** The value itself. @throws UndefinedError if it is one of these with an item that is Undefined */
    static @Nullable Object defined(@Nullable Object value) {
        if (value instanceof LazyItems items) {
            items.requireDefined();
        }
        return value;
    }
}
