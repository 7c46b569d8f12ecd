package io.hitless.template.eval;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The variables that a template sets, in nested frames, innermost first. Behind the outermost frame are the
 * {@link Scope}'s variables.
 */
final class Frame {
    private final @Nullable Frame outer;
    private final Map<String, @Nullable Object> names = new HashMap<>(8);

    Frame(@Nullable Frame outer) {
        this.outer = outer;
    }

    void set(String name, @Nullable Object value) {
        names.put(name, value);
    }

    void clear() {
        names.clear();
    }

    Map<String, @Nullable Object> names() {
        return names;
    }

    /** Returns the value, or {@link #absent}. */
    @Nullable
    Object find(String name) {
        for (Frame frame = this; frame != null; frame = frame.outer) {
            Object value = frame.names.getOrDefault(name, Missing.ABSENT);
            if (value != Missing.ABSENT) {
                return value;
            }
        }
        return Missing.ABSENT;
    }

    static boolean absent(@Nullable Object value) {
        return value == Missing.ABSENT;
    }
}
