package io.hitless.run.action;

import io.hitless.agent.Result;
import java.io.IOException;

/** Executes a module that only runs on the agent. */
final class OnHost implements Action {
    @Override
    public Result run(ActionCall call) throws IOException, InterruptedException {
        return call.onHost(call.task().module(), call.args());
    }

    @Override
    public boolean runsAsJob() {
        return true;
    }
}
