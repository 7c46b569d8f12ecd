package io.hitless.run.action;

import io.hitless.agent.Result;
import java.io.IOException;

/** What the agent carries out alone. */
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
