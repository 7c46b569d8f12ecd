package io.hitless.event;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a task, or one iteration of its loop, ended on a host.
 *
 * @param result what {@code register} would hold, safe to show: secrets of {@code no_log} are already gone
 * @param diffs before and after, when asked for
 * @param detail how much of the result is shown where all is well
 * @param took from its first to its last act for this host
 * @param mark in a plan, identifies the prediction when the task is predicted again; else null. Not in the result: that
 *     is a host's to fill
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
        /** Failed, and {@code ignore_errors} lets the host go on. */
        IGNORED,
        UNREACHABLE,
        /** Unreachable, and {@code ignore_unreachable} lets the host go on. */
        UNREACHABLE_IGNORED,
        /**
         * Only in a plan: it was not done, and what it would do can't be known before; {@code unknown_because} in the
         * result says why.
         */
        UNKNOWN
    }

    /** How much of a result is shown where all is well. */
    public enum Detail {
        /** Nothing, unless the operator asks for it with {@code -v}. */
        ON_REQUEST,
        /** The whole result. */
        ALWAYS,
        /** What the task was asked to show, and nothing that every result has. */
        OWN_FIELDS
    }

    /** A text before and after. */
    public record Diff(String label, String before, String after) {}

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

    /** The same with another result, such as one without secrets. */
    public Outcome with(Map<String, @Nullable Object> other) {
        return new Outcome(status, other, diffs, detail, took, mark);
    }

    public Outcome with(List<Diff> other) {
        return new Outcome(status, result, other, detail, took, mark);
    }

    public Outcome withMark(@Nullable String other) {
        return new Outcome(status, result, diffs, detail, took, other);
    }

    /** Whether something was changed, also by a task that failed. */
    public boolean changed() {
        return Boolean.TRUE.equals(result.get(ResultFields.CHANGED));
    }

    /** Whether {@code no_log} hides the result. */
    public boolean isCensored() {
        return result.containsKey(ResultFields.CENSORED);
    }

    /** Whether the module has run, and {@code failed_when} judged its result. */
    public boolean isFailedByRule() {
        return result.containsKey(ResultFields.FAILED_WHEN_RESULT);
    }
}
