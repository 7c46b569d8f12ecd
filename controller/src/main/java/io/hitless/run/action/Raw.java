package io.hitless.run.action;

import io.hitless.agent.Result;
import java.io.IOException;

/** A command line past the agent, for hosts that can't run it yet. */
final class Raw implements Action {
    @Override
    public Result run(ActionCall call) throws IOException, InterruptedException {
        return call.session().raw(call.required("cmd"), call.become(), call.limit());
    }
}
