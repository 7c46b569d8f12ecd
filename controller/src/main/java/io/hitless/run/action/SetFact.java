package io.hitless.run.action;

import io.hitless.agent.Result;
import io.hitless.source.UserError;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sets variables of the host that outlive the play. */
final class SetFact implements Action {
    @Override
    public Result run(ActionCall call) {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>(call.args());
        facts.remove("cacheable");
        if (facts.isEmpty()) {
            throw new UserError(call.task().span(), "set_fact without a variable to set");
        }
        call.requireVariableNames(facts.keySet());
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("ansible_facts", facts);
        return Result.ok(false, fields);
    }
}
