package io.hitless.value;

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/**
 * Python's tuple: an immutable list that is written in round brackets. A list and a tuple are never equal in Python;
 * see {@link Values#equal}.
 */
public final class Tuple extends AbstractList<@Nullable Object> implements RandomAccess {
    private final @Nullable Object[] items;

    private Tuple(@Nullable Object[] items) {
        this.items = items;
    }

    public static Tuple of(@Nullable Object... items) {
        return new Tuple(items.clone());
    }

    public static Tuple of(List<?> items) {
        return new Tuple(items.toArray());
    }

    @Override
    public @Nullable Object get(int index) {
        return items[index];
    }

    @Override
    public int size() {
        return items.length;
    }
}
