package io.hitless.run.action;

import io.hitless.agent.Result;
import java.io.IOException;

/** Runs a command line without the agent, for hosts that cannot run the agent yet. */
final class Raw implements Action {
    @Override
    public Result run(ActionCall call) throws IOException, InterruptedException {
        String shell = call.text("executable");
        String command = call.required("cmd");
        return call.raw(shell == null ? command : quoted(shell) + " -c " + quoted(command));
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
