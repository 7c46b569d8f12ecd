package io.hitless.run.resume;

import io.hitless.agent.HostSession;
import io.hitless.agent.ModuleCall;
import io.hitless.agent.RecoveredCall;
import io.hitless.agent.Result;
import io.hitless.module.ModuleSpec;
import io.hitless.source.UserError;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * The host's record of the calls of a task that was running when the controller was lost. Calls that ended are not
 * repeated: their results are used.
 */
public final class RecoveredCalls {
    private final Queue<RecoveredCall.Reply> replies;
    private final RecoveredCall recovered;

    public RecoveredCalls(RecoveredCall recovered) {
        this.recovered = recovered;
        this.replies = new ArrayDeque<>(recovered.replies());
    }

    /** Returns the result as changed: a change before the interruption counts, since it notifies handlers. */
    public static Result asChanged(Result result) {
        return new Result(result.status(), true, result.fields(), result.diffs(), result.warnings());
    }

    /** @throws UserError if the call started, its result is unknown, and it can't be repeated */
    public Result call(ModuleCall call, HostSession session) throws IOException, InterruptedException {
        if (recovered.replies().isEmpty()) { // the host only knows that it changed something
            return repeat(call, session);
        }
        RecoveredCall.Reply next = replies.peek();
        if (next == null || !next.module().equals(call.module().name())) {
            return session.call(call);
        }
        replies.remove();
        if (next.result() != null) {
            return next.result();
        }
        if (recovered.state() == RecoveredCall.State.RUNNING) {
            throw new UserError(
                    "it is still running on the host for the controller that was lost: resume when it has" + " ended");
        }
        return repeat(call, session);
    }

    private Result repeat(ModuleCall call, HostSession session) throws IOException, InterruptedException {
        // A module that compares state first can run again. Any other may be half done.
        if (call.module().check() == ModuleSpec.Check.FULL) {
            return recovered.changing() ? asChanged(session.call(call)) : session.call(call);
        }
        throw new UserError("it started before the run was cut off, and the host can't say how it ended");
    }
}
