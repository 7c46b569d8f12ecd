package io.hitless.value;

import java.util.AbstractList;
import java.util.Collection;
import java.util.List;
import java.util.RandomAccess;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An immutable list that computes each item when it is first read, as in ansible-core 2.19: an undefined item does not
 * affect the others.
 */
public final class LazyList extends AbstractList<@Nullable Object> implements RandomAccess, LazyItems {
    private final List<LazyValue> items;

    public LazyList(List<? extends Supplier<? extends @Nullable Object>> items) {
        this.items = items.stream().map(LazyValue::new).toList();
    }

    @Override
    public @Nullable Object get(int index) {
        return items.get(index).get();
    }

    @Override
    public Collection<@Nullable Object> computed() {
        return LazyValue.computed(items);
    }

    @Override
    public void requireDefined() {
        forEach(Values::defined);
    }

    @Override
    public int size() {
        return items.size();
    }
}
