package io.hitless.vars;

import io.hitless.template.eval.Scope;
import org.jspecify.annotations.Nullable;

/** A scope that can also return variables without evaluating them. */
interface RawScope extends Scope {
    boolean has(String name);

    /**
     * Returns a variable as it was written, or its value if it was never a template; {@link Absent#MISSING} if there is
     * none.
     */
    @Nullable
    Object raw(String name);
}
