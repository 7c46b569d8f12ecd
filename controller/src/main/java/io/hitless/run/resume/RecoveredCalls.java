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
 * The calls of a task that was under way when its controller was lost, as the host remembers them: those that came to
 * their end are not made again, their answers are taken instead.
 */
public final class RecoveredCalls {
    private final Queue<RecoveredCall.Answer> answers;
    private final RecoveredCall its;

    public RecoveredCalls(RecoveredCall its) {
        this.its = its;
        this.answers = new ArrayDeque<>(its.answers());
    }

    /** What was changed before the cut counts: else the handlers that it notifies would be lost. */
    public static Result changed(Result again) {
        return new Result(again.status(), true, again.fields(), again.diffs(), again.warnings());
    }

    /** @throws UserError if the call was begun, nobody knows how it ended, and it can't be made again */
    public Result call(ModuleCall call, HostSession session) throws IOException, InterruptedException {
        if (its.answers().isEmpty()) { // it changed something, and that is all that was kept
            return again(call, session);
        }
        RecoveredCall.Answer next = answers.peek();
        if (next == null || !next.module().equals(call.module().name())) {
            return session.call(call);
        }
        answers.remove();
        if (next.result() != null) {
            return next.result();
        }
        if (its.state() == RecoveredCall.State.RUNNING) {
            throw new UserError(
                    "it is still running on the host for the controller that was lost: resume when it has" + " ended");
        }
        return again(call, session);
    }

    private Result again(ModuleCall call, HostSession session) throws IOException, InterruptedException {
        // What reads the host's state first may do so again; of anything else nobody knows how far it came.
        if (call.module().check() == ModuleSpec.Check.FULL) {
            return its.changing() ? changed(session.call(call)) : session.call(call);
        }
        throw new UserError("it started before the run was cut off, and the host can't say how it ended");
    }
}
