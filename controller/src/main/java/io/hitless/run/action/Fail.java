package io.hitless.run.action;

import io.hitless.agent.Result;
import java.util.Objects;

/** Fails, with a message. */
final class Fail implements Action {
    @Override
    public Result run(ActionCall call) {
        return Result.failed(Objects.requireNonNullElse(call.text("msg"), "Failed as requested from task"));
    }
}
