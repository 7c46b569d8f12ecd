package io.hitless.run.action;

import io.hitless.agent.Result;
import io.hitless.value.Values;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Records values for the statistics that are shown after the recap ({@code show_custom_stats}). */
final class SetStats implements Action {
    @Override
    public Result run(ActionCall call) {
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        if (call.args().get("data") instanceof Map<?, ?> given) {
            given.forEach((name, value) -> data.put(Values.text(name), value));
        }
        call.requireVariableNames(data.keySet());
        Map<String, @Nullable Object> stats = new LinkedHashMap<>();
        stats.put("data", data);
        stats.put("per_host", Boolean.TRUE.equals(call.args().get("per_host")));
        stats.put("aggregate", !Boolean.FALSE.equals(call.args().get("aggregate")));
        return Result.ok(false, Map.of("ansible_stats", stats));
    }
}
