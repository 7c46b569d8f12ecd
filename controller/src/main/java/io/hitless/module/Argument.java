package io.hitless.module;

import io.hitless.source.Span;
import org.jspecify.annotations.Nullable;

/**
 * An argument of a task, as written.
 *
 * @param name the name as the task has it, alias or not
 * @param nameSpan the position of the name, or null
 * @param value a plain value, or null for none; without meaning while {@code known} is false
 * @param known whether the value is plain already; a template's is known only when it runs
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

    /** An argument whose value is a template yet: only its name can be checked. */
    public static Argument unknown(String name, @Nullable Span nameSpan, @Nullable Span valueSpan) {
        return new Argument(name, nameSpan, null, false, valueSpan);
    }

    /** An argument without a place, as from the command line. */
    public static Argument of(String name, @Nullable Object value) {
        return new Argument(name, null, value, true, null);
    }

    /** Whether it counts as given: Ansible takes null for an option that was left out. */
    boolean given() {
        return !known || value != null;
    }
}
