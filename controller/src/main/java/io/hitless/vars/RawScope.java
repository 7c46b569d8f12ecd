package io.hitless.vars;

import io.hitless.template.eval.Scope;
import org.jspecify.annotations.Nullable;

/** A scope that also says what a variable was written as. */
interface RawScope extends Scope {
    boolean has(String name);

    /**
     * A variable as it was written, or its value if it never was a template; {@link Absent#MISSING} if there is none.
     */
    @Nullable
    Object raw(String name);
}
