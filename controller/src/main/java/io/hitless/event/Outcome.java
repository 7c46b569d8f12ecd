package io.hitless.event;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of a task, or of one iteration of its loop, on a host.
 *
 * @param result the value for {@code register}, safe to show: values that {@code no_log} hides are removed already
 * @param diffs the text before and after each change, if requested
 * @param detail how much of the result is shown if the task succeeds
 * @param took the time from the first to the last action for this host
 * @param mark in a plan, identifies the prediction when the task is predicted again; otherwise null. It is not part of
 *     the result because a host could forge it there
 */
public record Outcome(
        Status status,
        Map<String, @Nullable Object> result,
        List<Diff> diffs,
        Detail detail,
        Duration took,
        @Nullable String mark) {
    /** How it ended. */
    public enum Status {
        OK,
        CHANGED,
        SKIPPED,
        FAILED,
        /** Failed, but {@code ignore_errors} lets the host continue. */
        IGNORED,
        UNREACHABLE,
        /** Unreachable, but {@code ignore_unreachable} lets the host continue. */
        UNREACHABLE_IGNORED,
        /**
         * Only in a plan: the task was not executed, and its result cannot be predicted; {@code unknown_because} in the
         * result says why.
         */
        UNKNOWN
    }

    /** How much of a result is shown if the task succeeds. */
    public enum Detail {
        /** Nothing, unless the operator asks for it with {@code -v}. */
        ON_REQUEST,
        /** The whole result. */
        ALWAYS,
        /** Only the fields that the task was asked to show, without those that every result has. */
        OWN_FIELDS
    }

    /**
     * A text before and after.
     *
     * @param wanted whether the task asks for it to be shown, whatever was asked for the run
     */
    public record Diff(String label, String before, String after, boolean wanted) {
        public Diff(String label, String before, String after) {
            this(label, before, after, false);
        }

        /** Returns the same text, to be shown whatever was asked for the run. */
        public Diff asWanted() {
            return new Diff(label, before, after, true);
        }
    }

    public Outcome {
        result = Collections.unmodifiableMap(new LinkedHashMap<>(result));
        diffs = List.copyOf(diffs);
    }

    public Outcome(Status status, Map<String, @Nullable Object> result, List<Diff> diffs, Duration took) {
        this(status, result, diffs, Detail.ON_REQUEST, took, null);
    }

    public Outcome with(Status other) {
        return new Outcome(other, result, diffs, detail, took, mark);
    }

    /** Returns the same outcome with another result, for example one without secrets. */
    public Outcome with(Map<String, @Nullable Object> other) {
        return new Outcome(status, other, diffs, detail, took, mark);
    }

    public Outcome with(List<Diff> other) {
        return new Outcome(status, result, other, detail, took, mark);
    }

    public Outcome withMark(@Nullable String other) {
        return new Outcome(status, result, diffs, detail, took, other);
    }

    /** Returns whether something was changed, which a failed task may have done, too. */
    public boolean changed() {
        return Boolean.TRUE.equals(result.get(ResultFields.CHANGED));
    }

    /** Returns whether {@code no_log} hides the result. */
    public boolean isCensored() {
        return result.containsKey(ResultFields.CENSORED);
    }

    /** Returns whether the module ran and {@code failed_when} decided about its result. */
    public boolean isFailedByRule() {
        return result.containsKey(ResultFields.FAILED_WHEN_RESULT);
    }
}
