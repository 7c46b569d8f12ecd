package io.hitless.template.eval;

import io.hitless.template.syntax.Syntax;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The parts of the running evaluation that builtins and callable values can use. */
public interface Evaluation {
    /** A filter, test or lookup that was found by its name, ready to be applied. */
    @FunctionalInterface
    interface Applicable {
        @Nullable
        Object to(@Nullable Object subject, List<?> positional, Map<String, ?> named);
    }

    Scope scope();

    /** @throws io.hitless.source.UserError if the filter does not exist */
    Applicable filter(String name);

    /** @throws io.hitless.source.UserError if the test does not exist */
    Applicable test(String name);

    /** @throws io.hitless.source.UserError if the lookup does not exist */
    Applicable lookup(String name);

    boolean hasFilter(String name);

    boolean hasTest(String name);

    /** {@code owner[key]}. */
    @Nullable
    Object item(@Nullable Object owner, @Nullable Object key);

    /**
     * Returns the lists and mappings that are in one place of one variable that this evaluation has read, by their
     * identity. Each occurrence of one in a result is the same object to Ansible, too, where equal ones of other
     * variables are not.
     */
    Set<Object> onceInVariables();

    /**
     * Returns the value of an expression that is a value itself.
     *
     * @throws io.hitless.source.UserError if the expression is not trusted, or fails
     */
    @Nullable
    Object expression(Object text, Scope variables);

    /** Returns the value of a template file, rendered with its own variables. */
    @Nullable
    Object template(Path file, Syntax syntax, Scope variables);
}
