package io.hitless.run.result;

import io.hitless.event.ResultFields;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Combines the results of a loop's items into the result of the loop. */
public final class LoopResult {
    private LoopResult() {}

    /** Combines the results as Ansible does: changed or failed if any item is, skipped if all are. */
    public static TaskResult ofLoop(List<TaskResult> items) {
        boolean failed = items.stream().anyMatch(TaskResult::failed);
        boolean skipped = !items.isEmpty() && items.stream().allMatch(TaskResult::skipped);
        boolean unreachable = items.stream().anyMatch(TaskResult::unreachable);
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put(ResultFields.CHANGED, items.stream().anyMatch(TaskResult::changed));
        if (failed) {
            fields.put(ResultFields.FAILED, true);
        }
        fields.put(ResultFields.SKIPPED, skipped || items.isEmpty());
        if (items.isEmpty()) {
            fields.put(ResultFields.SKIPPED_REASON, "No items in the list");
        } else {
            fields.put(
                    ResultFields.MSG,
                    failed ? "One or more items failed" : skipped ? "All items skipped" : "All items completed");
        }
        String unknown = items.stream()
                .map(TaskResult::unknown)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
        if (unknown != null) {
            fields.put(ResultFields.UNKNOWN_BECAUSE, unknown);
        }
        List<@Nullable Object> results = new ArrayList<>();
        items.forEach(item -> results.add(item.fields()));
        fields.put("results", results);
        return new TaskResult(fields, failed, skipped || items.isEmpty(), unreachable, List.of(), unknown);
    }
}
