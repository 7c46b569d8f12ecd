package io.hitless.template.eval;

import org.jspecify.annotations.Nullable;

/** A value of the engine's own with named attributes: {@code loop}, a namespace, an imported template. */
public interface Attributes {
    /** The attribute, or {@link io.hitless.value.Undefined}. */
    @Nullable
    Object attribute(String name);

    /** Whether a template can write it out. */
    default boolean isText() {
        return false;
    }
}
