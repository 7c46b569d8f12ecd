package io.hitless.template.eval;

import io.hitless.value.Typed;
import org.jspecify.annotations.Nullable;

/** A value with named attributes that only the engine has: {@code loop}, a namespace, an imported template. */
public interface Attributes extends Typed {
    /** Returns the attribute, or {@link io.hitless.value.Undefined}. */
    @Nullable
    Object attribute(String name);

    @Override
    default String typeName() {
        return getClass().getSimpleName();
    }

    /** Whether a template can output the value as text. */
    default boolean isText() {
        return false;
    }
}
