package io.hitless.report.html;

import io.hitless.event.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The steps of a reload on a host, as {@code haproxy_config} reports them.
 *
 * @param task the task's key
 * @param start milliseconds since the run's start
 * @param outcome {@code live}, {@code unchanged}, {@code untouched} or {@code rolled_back}
 * @param serving a description of what serves now
 */
record Reload(int host, String task, long start, String outcome, String serving, List<Step> steps) {
    /** A state, its duration, and details. */
    record Step(String state, long millis, String detail) {}

    static @Nullable Reload of(int host, String task, long start, Outcome outcome) {
        if (!(outcome.result().get("transition") instanceof List<?> rows) || rows.isEmpty()) {
            return null;
        }
        List<Step> steps = new ArrayList<>();
        for (Object row : rows) {
            if (row instanceof Map<?, ?> map
                    && map.get("state") instanceof String state
                    && map.get("ms") instanceof Number millis) {
                steps.add(new Step(VisibleText.text(state), millis.longValue(), text(map.get("detail"))));
            }
        }
        return new Reload(
                host,
                task,
                start,
                text(outcome.result().get("outcome")),
                text(outcome.result().get("host_state")),
                steps);
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : VisibleText.text(String.valueOf(value));
    }
}
