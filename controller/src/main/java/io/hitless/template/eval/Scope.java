package io.hitless.template.eval;

import io.hitless.value.Undefined;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The environment of a template: the variables of one host at one task, and the directories to search for files. Used
 * by one thread.
 */
public interface Scope {
    /** Returns the evaluated variable; {@link Undefined} if it does not exist. Null is YAML's null. */
    @Nullable
    Object get(String name);

    /**
     * Like {@link #get}, but the items of lists and mappings may be evaluated later, when they are read
     * ({@link io.hitless.value.LazyList}). Used for values that an expression processes further.
     */
    default @Nullable Object lazy(String name) {
        return get(name);
    }

    /** All names that {@link #get} knows, for {@code lookup('varnames')} and the like. */
    Set<String> names();

    /**
     * The directories in which lookups and {@code include} search for files, nearest first: the role's, the task
     * file's, the playbook's. A relative path is searched for below {@code kind} (such as {@code files} or
     * {@code templates}) and then directly in each directory.
     */
    List<Path> searchPath();

    /**
     * The names of the inventory's hosts that patterns select; empty if no inventory is known.
     *
     * @throws io.hitless.source.UserError if a pattern is not valid
     */
    default List<String> hosts(List<String> patterns) {
        return List.of();
    }

    /**
     * Returns the content of a file, decrypted if {@code ansible-vault} encrypted it. Decrypted content is treated as
     * secret.
     *
     * @throws io.hitless.source.UserError if no vault password decrypts it
     */
    default byte[] plain(String name, byte[] content) {
        return content;
    }
}
