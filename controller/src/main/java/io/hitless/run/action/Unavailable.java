package io.hitless.run.action;

import io.hitless.agent.Result;

/** A module that can't run here: it fails. */
final class Unavailable implements Action {
    @Override
    public Result run(ActionCall call) {
        return Result.failed(call.task().module().summary());
    }
}
