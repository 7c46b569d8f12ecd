package io.hitless.run.result;

import io.hitless.agent.Result;
import io.hitless.event.Outcome;
import io.hitless.event.ResultFields;
import io.hitless.template.Expression;
import io.hitless.value.ComputeLimits;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A result as playbooks see it.
 *
 * @param fields the fields for {@code register}, with {@code changed}, {@code failed} and {@code skipped}; a host may
 *     return any fields, so hitless bases no decision on them
 * @param unknown in a plan, why the result cannot be predicted; otherwise null
 */
public record TaskResult(
        Map<String, @Nullable Object> fields,
        boolean failed,
        boolean skipped,
        boolean unreachable,
        List<Outcome.Diff> diffs,
        @Nullable String unknown) {

    TaskResult(
            Map<String, @Nullable Object> fields,
            boolean failed,
            boolean skipped,
            boolean unreachable,
            List<Outcome.Diff> diffs) {
        this(fields, failed, skipped, unreachable, diffs, null);
    }

    public static TaskResult of(Result result) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>(result.fields());
        addLines(fields, "stdout");
        addLines(fields, "stderr");
        fields.put(ResultFields.CHANGED, result.changed());
        boolean failed = result.isFailed();
        fields.put(ResultFields.FAILED, failed);
        if (!result.warnings().isEmpty()) {
            fields.put("warnings", result.warnings());
        }
        boolean skipped = result.status() == Result.Status.SKIPPED;
        if (skipped) {
            fields.put(ResultFields.SKIPPED, true);
        }
        List<Outcome.Diff> diffs = result.diffs().stream()
                .map(d -> new Outcome.Diff(d.label(), d.before(), d.after()))
                .toList();
        return new TaskResult(fields, failed, skipped, false, diffs);
    }

    /** Returns the result of a task that ended before the run was interrupted. */
    public static TaskResult recalled(Outcome outcome) {
        Outcome.Status status = outcome.status();
        boolean skipped = status == Outcome.Status.SKIPPED;
        boolean unreachable = status == Outcome.Status.UNREACHABLE || status == Outcome.Status.UNREACHABLE_IGNORED;
        boolean failed = status == Outcome.Status.FAILED || status == Outcome.Status.IGNORED;
        String unknown = status == Outcome.Status.UNKNOWN
                ? String.valueOf(outcome.result().get(ResultFields.UNKNOWN_BECAUSE))
                : null;
        return new TaskResult(outcome.result(), failed, skipped, unreachable, outcome.diffs(), unknown);
    }

    /** @throws io.hitless.source.UserError if the result is too big or too deep to be reported and stored */
    public void checkSize() {
        size(fields, 0, 0);
    }

    /** Returns the number of values in {@code value}, plus {@code before}. */
    private static long size(@Nullable Object value, int depth, long before) {
        ComputeLimits.depth(depth);
        ComputeLimits.answer(before);
        long count = before + 1;
        Iterable<?> items =
                value instanceof Map<?, ?> map ? map.values() : value instanceof List<?> list ? list : List.of();
        for (Object item : items) {
            count = size(item, depth + 1, count);
        }
        return count;
    }

    public static TaskResult failure(String msg) {
        return of(Result.failed(msg));
    }

    /** Returns the result of a task that exceeded its time limit; the test {@code timedout} checks its field. */
    public static TaskResult timedOut(String msg, long seconds) {
        TaskResult failed = failure(msg);
        Map<String, @Nullable Object> fields = new LinkedHashMap<>(failed.fields());
        fields.put("timedout", Map.of("period", seconds));
        return new TaskResult(fields, true, false, false, failed.diffs());
    }

    /** Returns the result of a task that was skipped because a condition is false. */
    public static TaskResult skippedBy(Expression condition) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put(ResultFields.CHANGED, false);
        fields.put(ResultFields.SKIPPED, true);
        fields.put(ResultFields.SKIP_REASON, "Conditional result was False");
        fields.put(ResultFields.FALSE_CONDITION, condition.asWritten());
        return new TaskResult(fields, false, true, false, List.of());
    }

    /** Returns the result of a task that was not run and that cannot be predicted; only in a plan. */
    public static TaskResult unknown(String why) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put(ResultFields.CHANGED, false);
        fields.put(ResultFields.FAILED, false);
        fields.put(ResultFields.UNKNOWN_BECAUSE, why);
        return new TaskResult(fields, false, false, false, List.of(), why);
    }

    public static TaskResult lost(String msg) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put(ResultFields.CHANGED, false);
        fields.put(ResultFields.FAILED, false);
        fields.put(ResultFields.MSG, msg);
        fields.put("unreachable", true);
        return new TaskResult(fields, false, false, true, List.of());
    }

    public boolean isUnknown() {
        return unknown != null;
    }

    public boolean changed() {
        return Boolean.TRUE.equals(fields.get(ResultFields.CHANGED));
    }

    public TaskResult with(String name, @Nullable Object value) {
        Map<String, @Nullable Object> more = new LinkedHashMap<>(fields);
        more.put(name, value);
        return new TaskResult(more, failed, skipped, unreachable, diffs, unknown);
    }

    public TaskResult withChanged(boolean changed) {
        return with(ResultFields.CHANGED, changed);
    }

    public TaskResult withFailed(boolean nowFailed) {
        return new TaskResult(
                with(ResultFields.FAILED, nowFailed).fields(), nowFailed, skipped, unreachable, diffs, unknown);
    }

    /** Returns the result of an item whose label cannot be evaluated: as in Ansible, the item fails. */
    public TaskResult unlabelled(String why) {
        TaskResult its = with(ResultFields.MSG, "the label of the loop: " + why).withFailed(true);
        return new TaskResult(its.fields(), true, false, unreachable, diffs, unknown);
    }

    // The controller derives these fields, so that hosts need not send each line twice.
    private static void addLines(Map<String, @Nullable Object> fields, String name) {
        if (fields.get(name) instanceof String text && !fields.containsKey(name + "_lines")) {
            List<String> lines = new ArrayList<>(Arrays.asList(text.split("\r\n|\n|\r", -1)));
            if (lines.getLast().isEmpty()) {
                lines.removeLast(); // a line feed at the end begins no further line
            }
            fields.put(name + "_lines", lines);
        }
    }
}
