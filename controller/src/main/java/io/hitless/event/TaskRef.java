package io.hitless.event;

import io.hitless.source.Span;
import org.jspecify.annotations.Nullable;

/**
 * A reference to a task.
 *
 * @param id counts the task starts of a process
 * @param key the same for the same task in a resumed run: the task's position in play, batch and file, and how often it
 *     was reached there
 * @param name the name as shown, with the role ({@code haproxy : build})
 * @param action the module's name as written
 * @param handler whether the task runs because it was notified
 * @param at where the task is written
 * @param arguments as written, if they are to be shown; otherwise null
 */
public record TaskRef(
        int id,
        String key,
        String name,
        String action,
        boolean handler,
        Span at,
        @Nullable String arguments) {
    /**
     * Prefix of the key of a task that only inspects a host, such as a gate's, or that undoes changes. A resumed run
     * executes such a task again instead of using the recorded result.
     */
    public static final String TRIAL = "trial ";

    public TaskRef(int id, String key, String name, String action, boolean handler, Span at) {
        this(id, key, name, action, handler, at, null);
    }

    /** Returns the same task under another name. */
    public TaskRef named(String other) {
        return new TaskRef(id, key, other, action, handler, at, arguments);
    }

    /** Returns the same task with these arguments to show. */
    public TaskRef with(@Nullable String shown) {
        return new TaskRef(id, key, name, action, handler, at, shown);
    }

    public boolean isTrial() {
        return isTrial(key);
    }

    /** Returns whether this is the key of such a task. */
    public static boolean isTrial(String key) {
        return key.contains(" " + TRIAL);
    }
}
