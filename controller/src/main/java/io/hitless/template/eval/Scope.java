package io.hitless.template.eval;

import io.hitless.value.Undefined;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a template sees: the variables of one host at one task, and where its files are looked for. Used by one thread.
 */
public interface Scope {
    /** A variable, resolved; {@link Undefined} where there is none. Null is YAML's null. */
    @Nullable
    Object get(String name);

    /**
     * As {@link #get}, but the items of lists and mappings may be resolved when they are asked for
     * ({@link io.hitless.value.LazyList}): what an expression goes on with.
     */
    default @Nullable Object lazy(String name) {
        return get(name);
    }

    /** All names that {@link #get} knows, for {@code lookup('varnames')} and the like. */
    Set<String> names();

    /**
     * The directories in which lookups and {@code include} find files, the nearest first: the role's, the task file's,
     * the playbook's. A relative path is tried below {@code kind} (as {@code files} or {@code templates}) and then
     * directly in each of them.
     */
    List<Path> searchPath();

    /**
     * The names of the inventory's hosts that patterns pick; none where no inventory is known.
     *
     * @throws io.hitless.source.UserError if a pattern can't be read
     */
    default List<String> hosts(List<String> patterns) {
        return List.of();
    }

    /**
     * The content of a file in clear, where {@code ansible-vault} encrypted it; else as it is. What was encrypted
     * counts as secret.
     *
     * @throws io.hitless.source.UserError if no vault password fits
     */
    default byte[] plain(String name, byte[] content) {
        return content;
    }
}
