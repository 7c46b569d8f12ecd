package io.hitless.module;

import io.hitless.source.Span;
import org.jspecify.annotations.Nullable;

/**
 * An argument of a task, as written.
 *
 * @param name the name in the task, which may be an alias
 * @param nameSpan the position of the name, or null
 * @param value a plain value, or null for none; meaningless unless {@code state} is {@link State#KNOWN}
 * @param state what is known of the value
 * @param valueSpan the position of the value, or null
 */
public record Argument(
        String name,
        @Nullable Span nameSpan,
        @Nullable Object value,
        State state,
        @Nullable Span valueSpan) {
    /** What is known of a value before its task runs. */
    public enum State {
        /** A plain value. */
        KNOWN,
        /** A template: it has some value when the task runs. */
        COMPUTED,
        /** A template that may be {@code omit} when the task runs. */
        MAY_BE_OMITTED
    }

    public static Argument known(
            String name, @Nullable Span nameSpan, @Nullable Object value, @Nullable Span valueSpan) {
        return new Argument(name, nameSpan, value, State.KNOWN, valueSpan);
    }

    /** Returns an argument whose value is a template: only its name can be checked. */
    public static Argument computed(
            String name, @Nullable Span nameSpan, @Nullable Span valueSpan, boolean mayBeOmitted) {
        return new Argument(name, nameSpan, null, mayBeOmitted ? State.MAY_BE_OMITTED : State.COMPUTED, valueSpan);
    }

    /** Returns an argument without a position, for example from the command line. */
    public static Argument of(String name, @Nullable Object value) {
        return known(name, null, value, null);
    }

    boolean isKnown() {
        return state == State.KNOWN;
    }

    /** Returns whether the task has this argument for sure. */
    boolean isCertain() {
        return state != State.MAY_BE_OMITTED;
    }

    /** Returns whether the argument counts as given: as in Ansible, null means that it is absent. */
    boolean given() {
        return !isKnown() || value != null;
    }
}
