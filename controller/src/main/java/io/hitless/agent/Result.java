package io.hitless.agent;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The result of a module.
 *
 * @param status how it ended
 * @param changed whether it changed something, or in check mode would have
 * @param fields its other return values, in order ({@code msg}, {@code stdout}, {@code rc}, …); plain values
 * @param diffs the text before and after each change, if requested
 * @param warnings for the operator
 */
public record Result(
        Status status, boolean changed, Map<String, @Nullable Object> fields, List<Diff> diffs, List<String> warnings) {
    /** How a call ended. */
    public enum Status {
        OK,
        FAILED,
        SKIPPED
    }

    /** A text before and after; {@code label} names it. */
    public record Diff(String label, String before, String after) {}

    public Result {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        diffs = List.copyOf(diffs);
        warnings = List.copyOf(warnings);
    }

    public static Result ok(boolean changed, Map<String, @Nullable Object> fields) {
        return new Result(Status.OK, changed, fields, List.of(), List.of());
    }

    public static Result failed(String msg) {
        return new Result(Status.FAILED, false, Map.of("msg", msg), List.of(), List.of());
    }

    public static Result skipped(String msg) {
        return new Result(Status.SKIPPED, false, Map.of("msg", msg), List.of(), List.of());
    }

    public boolean isFailed() {
        return status == Status.FAILED;
    }
}
