package io.hitless.vars;

import io.hitless.template.Template;
import io.hitless.template.eval.Scope;
import io.hitless.value.Omitted;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The value of {@code omit}: an option with this value is treated as absent. */
public final class Omit {
    public static final Object PLACEHOLDER = Omitted.VALUE;

    private Omit() {}

    public static boolean is(@Nullable Object value) {
        return value instanceof Omitted;
    }

    /** Returns the first of these values, innermost first, that is not omitted; null if there is none. */
    public static @Nullable Object innermost(List<Template> written, Scope scope) {
        for (Template template : written) {
            Object value = template.resolve(scope);
            if (!is(value)) {
                return value;
            }
        }
        return null;
    }

    /** Returns the options without omitted entries, also in nested maps and lists. */
    static Map<String, @Nullable Object> removed(Map<String, ? extends @Nullable Object> options) {
        Map<String, @Nullable Object> out = new LinkedHashMap<>();
        options.forEach((name, value) -> {
            if (!is(value)) {
                out.put(name, within(value));
            }
        });
        return out;
    }

    /**
     * Returns the value without the omitted entries of its maps and lists. {@link #is} tells whether the value itself
     * is to be omitted.
     */
    public static @Nullable Object within(@Nullable Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                Map<Object, @Nullable Object> out = new LinkedHashMap<>();
                map.forEach((name, item) -> {
                    if (!is(item)) {
                        out.put(name, within(item));
                    }
                });
                yield out;
            }
            case List<?> list -> {
                List<@Nullable Object> out = new ArrayList<>();
                list.forEach(item -> {
                    if (!is(item)) {
                        out.add(within(item));
                    }
                });
                yield out;
            }
            case null, default -> value;
        };
    }
}
