package io.hitless.run.action;

import io.hitless.agent.Result;

/** The action of a module that cannot run here: it fails. */
final class Unavailable implements Action {
    @Override
    public Result run(ActionCall call) {
        return Result.failed(call.task().module().summary());
    }
}
