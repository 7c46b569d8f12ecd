package io.hitless.value;

import io.hitless.source.UserError;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An item of a list or mapping, computed when it is first read. If a variable that the item needs is missing, the item
 * is {@link Undefined}. Not thread-safe.
 */
final class LazyValue {
    private @Nullable Supplier<? extends @Nullable Object> source;
    private @Nullable Object value;
    private final Set<String> secrets = new LinkedHashSet<>();
    private boolean computing;

    LazyValue(Supplier<? extends @Nullable Object> source) {
        this.source = source;
    }

    /** @throws UserError if the item cannot be computed for a reason other than a missing variable */
    @Nullable
    Object get() {
        Supplier<? extends @Nullable Object> open = source;
        if (open == null) {
            SecretUse.note(secrets);
            return value;
        }
        if (computing) {
            throw new UserError("a variable refers to itself");
        }
        computing = true;
        try {
            value = SecretUse.recording(secrets, () -> computed(open));
            source = null;
            return value;
        } finally {
            computing = false;
        }
    }

    /** Returns the values of those items that were read. */
    static List<@Nullable Object> computed(Collection<LazyValue> items) {
        List<@Nullable Object> read = new ArrayList<>();
        for (LazyValue item : items) {
            if (item.source == null) {
                read.add(item.value);
            }
        }
        return read;
    }

    private static @Nullable Object computed(Supplier<? extends @Nullable Object> source) {
        try {
            return source.get();
        } catch (UndefinedError e) {
            return new Undefined(e.what(), e.span());
        }
    }
}
