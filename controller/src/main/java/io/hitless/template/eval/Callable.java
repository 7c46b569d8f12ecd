package io.hitless.template.eval;

import io.hitless.value.Typed;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A value that can be called: a macro, a global function, or a bound method. */
public interface Callable extends Typed {
    @Override
    default String typeName() {
        return "function";
    }

    @Nullable
    Object call(Evaluation evaluation, List<?> positional, Map<String, ?> named);

    /** A builtin bound to its subject. */
    record Bound(Builtin builtin, @Nullable Object subject) implements Callable {
        @Override
        public @Nullable Object call(Evaluation evaluation, List<?> positional, Map<String, ?> named) {
            return builtin.apply(evaluation, subject, positional, named);
        }

        @Override
        public String toString() {
            return "<function " + builtin.name() + ">";
        }
    }
}
