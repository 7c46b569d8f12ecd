package io.hitless.run.action;

import io.hitless.agent.Result;
import io.hitless.playbook.ScalarValues;
import io.hitless.source.UserError;
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
        for (String name : data.keySet()) {
            if (!ScalarValues.isVariable(name)) {
                throw new UserError(
                        call.task().span(), "'" + name + "' is not a variable name", ScalarValues.VARIABLE_RULE);
            }
        }
        Map<String, @Nullable Object> stats = new LinkedHashMap<>();
        stats.put("data", data);
        stats.put("per_host", Boolean.TRUE.equals(call.args().get("per_host")));
        stats.put("aggregate", !Boolean.FALSE.equals(call.args().get("aggregate")));
        return Result.ok(false, Map.of("ansible_stats", stats));
    }
}
