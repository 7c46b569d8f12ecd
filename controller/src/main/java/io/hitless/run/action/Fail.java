package io.hitless.run.action;

import io.hitless.agent.Result;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Fails, with a message. */
final class Fail implements Action {
    @Override
    public Result run(ActionCall call) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("msg", Objects.requireNonNullElse(call.arg("msg"), "Failed as requested from task"));
        return new Result(Result.Status.FAILED, false, fields, List.of(), List.of());
    }
}
