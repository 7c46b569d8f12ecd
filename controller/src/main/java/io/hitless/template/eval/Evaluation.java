package io.hitless.template.eval;

import io.hitless.template.syntax.Syntax;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a builtin, or a value that can be called, may ask of the evaluation around it. */
public interface Evaluation {
    /** A filter, test or lookup, found by its name and ready to be applied. */
    @FunctionalInterface
    interface Applicable {
        @Nullable
        Object to(@Nullable Object subject, List<?> positional, Map<String, ?> named);
    }

    Scope scope();

    /** @throws io.hitless.source.UserError if there is none */
    Applicable filter(String name);

    /** @throws io.hitless.source.UserError if there is none */
    Applicable test(String name);

    /** @throws io.hitless.source.UserError if there is none */
    Applicable lookup(String name);

    boolean hasFilter(String name);

    boolean hasTest(String name);

    /** {@code owner[key]}. */
    @Nullable
    Object item(@Nullable Object owner, @Nullable Object key);

    /** The value of a template file for variables of its own. */
    @Nullable
    Object template(Path file, Syntax syntax, Scope variables);
}
