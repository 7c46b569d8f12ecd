package io.hitless.template.eval;

import org.jspecify.annotations.Nullable;

/** A value with named attributes that only the engine has: {@code loop}, a namespace, an imported template. */
public interface Attributes {
    /** Returns the attribute, or {@link io.hitless.value.Undefined}. */
    @Nullable
    Object attribute(String name);

    /** Whether a template can output the value as text. */
    default boolean isText() {
        return false;
    }
}
