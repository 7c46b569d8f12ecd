package io.hitless.run.result;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A loop's answer out of those of its turns. */
public final class LoopResult {
    private LoopResult() {}

    /** Changed and failed if any turn is, skipped if all are, as Ansible sums a loop up. */
    public static TaskResult ofLoop(List<TaskResult> turns) {
        boolean failed = turns.stream().anyMatch(TaskResult::failed);
        boolean skipped = !turns.isEmpty() && turns.stream().allMatch(TaskResult::skipped);
        boolean unreachable = turns.stream().anyMatch(TaskResult::unreachable);
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("changed", turns.stream().anyMatch(TaskResult::changed));
        fields.put("failed", failed);
        fields.put("msg", failed ? "One or more items failed" : skipped ? "All items skipped" : "All items completed");
        String unknown = turns.stream()
                .map(TaskResult::unknown)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
        if (unknown != null) {
            fields.put(TaskResult.UNKNOWN_BECAUSE, unknown);
        }
        List<@Nullable Object> results = new ArrayList<>();
        turns.forEach(turn -> results.add(turn.fields()));
        fields.put("results", results);
        if (skipped) {
            fields.put("skipped", true);
        }
        if (turns.isEmpty()) {
            fields.put("skipped", true);
            fields.put("skipped_reason", "No items in the list");
        }
        return new TaskResult(fields, failed, skipped || turns.isEmpty(), unreachable, List.of(), unknown);
    }
}
