package io.hitless.run.action;

import io.hitless.agent.Result;
import io.hitless.source.ShellWords;
import java.io.IOException;

/** Runs a command line without the agent, for hosts that cannot run the agent yet. */
final class Raw implements Action {
    @Override
    public Result run(ActionCall call) throws IOException, InterruptedException {
        String shell = call.text("executable");
        String command = call.required("cmd");
        return call.raw(shell == null ? command : ShellWords.quoted(shell) + " -c " + ShellWords.quoted(command));
    }
}
