package io.hitless.module;

import io.hitless.source.Span;
import org.jspecify.annotations.Nullable;

/**
 * An argument of a task, as written.
 *
 * @param name the name in the task, which may be an alias
 * @param nameSpan the position of the name, or null
 * @param value a plain value, or null for none; meaningless if {@code known} is false
 * @param known whether the value is plain; a template's value is known only when the task runs
 * @param valueSpan the position of the value, or null
 */
public record Argument(
        String name,
        @Nullable Span nameSpan,
        @Nullable Object value,
        boolean known,
        @Nullable Span valueSpan) {
    public static Argument known(
            String name, @Nullable Span nameSpan, @Nullable Object value, @Nullable Span valueSpan) {
        return new Argument(name, nameSpan, value, true, valueSpan);
    }

    /** Returns an argument whose value is still a template: only its name can be checked. */
    public static Argument unknown(String name, @Nullable Span nameSpan, @Nullable Span valueSpan) {
        return new Argument(name, nameSpan, null, false, valueSpan);
    }

    /** Returns an argument without a position, for example from the command line. */
    public static Argument of(String name, @Nullable Object value) {
        return new Argument(name, null, value, true, null);
    }

    /** Returns whether the argument counts as given: as in Ansible, null means that it is absent. */
    boolean given() {
        return !known || value != null;
    }
}
