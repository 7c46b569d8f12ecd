package io.hitless.run;

import io.hitless.agent.HostSession;
import io.hitless.agent.ModuleCall;
import io.hitless.agent.Recovered;
import io.hitless.agent.Result;
import io.hitless.module.ModuleSpec;
import io.hitless.source.UserError;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The calls of a task that was under way when its controller was lost, as the host remembers them: those that came to their end are not made
 * again, their answers are taken instead.
 */
final class Unanswered {
    private final Queue<Recovered.Answer> answers = new ArrayDeque<>();
    private final Recovered.@Nullable State state;
    private final boolean changing;

    Unanswered(List<Recovered> known, CallKey key) {
        Recovered its = known.stream().filter(one -> one.key().equals(key.toString())).findFirst().orElse(null);
        state = its == null ? null : its.state();
        changing = its != null && its.changing();
        if (its != null) {
            answers.addAll(its.answers());
        }
    }

    /** What was changed before the cut counts: else the handlers that it notifies would be lost. */
    private static Result changed(Result again) {
        return new Result(again.status(), true, again.fields(), again.diffs(), again.warnings());
    }

    /** @throws UserError if the call was begun, nobody knows how it ended, and it can't be made again */
    Result call(ModuleCall call, HostSession session) throws IOException, InterruptedException {
        Recovered.Answer next = answers.peek();
        if (next == null || !next.module().equals(call.module().name())) {
            return session.call(call);
        }
        answers.remove();
        if (next.result() != null) {
            return next.result();
        }
        if (state == Recovered.State.RUNNING) {
            throw new UserError("it is still being carried out by the agent of the controller that was lost: resume when it has ended");
        }
        // What reads the host's state first may do so again; of anything else nobody knows how far it came.
        if (call.module().check() == ModuleSpec.Check.FULL) {
            return changing ? changed(session.call(call)) : session.call(call);
        }
        throw new UserError("it was begun before the run was cut off, and the host can't tell how it ended");
    }
}
