package io.hitless.run.task;

import io.hitless.agent.HostSession;
import io.hitless.agent.ModuleCall;
import io.hitless.agent.RecoveredCall;
import io.hitless.agent.Result;
import io.hitless.event.Event;
import io.hitless.module.ModuleSpec;
import io.hitless.run.resume.RecoveredCalls;
import io.hitless.run.session.HostAccess;
import io.hitless.run.step.CallKey;
import io.hitless.run.step.WrittenNames;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What the acting host knows of this call from before: from this run, or from one whose lock was broken. */
final class EarlierCalls {
    private final TaskEnvironment run;
    private final AssignedTask its;
    private final HostAccess access;
    private final String acting;
    private final CallKey key;

    /** @param acting the name of the host that acts */
    EarlierCalls(TaskEnvironment run, AssignedTask its, HostAccess access, String acting, CallKey key) {
        this.run = run;
        this.its = its;
        this.access = access;
        this.acting = acting;
        this.key = key;
    }

    /**
     * If the journal has no end of a call, the host is asked for its result first: the call may have been under way
     * when the run was cut off, or the journal may have lost it. Null if the host knows none that counts.
     *
     * @param wait how long to wait for a call that is still running
     */
    @Nullable
    RecoveredCalls recovered(String runId, HostSession session, Duration wait)
            throws IOException, InterruptedException {
        String host = its.host().name();
        if (!run.resumption().history().isOutcomeUnknown(key.task(), host)) {
            return null;
        }
        RecoveredCall known = run.resumption().calls().of(key, runId, access, session, wait);
        if (known == null) {
            return null;
        }
        if (known.hasFailed() && run.resumption().history().failed(key.task(), host)) {
            return null;
        }
        if (!run.resumption().history().started(key.task(), host)) {
            warn("was started on the host, but the journal does not have it: it lost its last entries");
        }
        return new RecoveredCalls(known);
    }

    /**
     * What a rollout changed whose lock was broken counts as changed by this one: the handlers that it notified may not
     * have run.
     */
    Result withChangesOfBrokenRun(Result result, ModuleCall call, HostSession session)
            throws IOException, InterruptedException {
        String broken = run.connections().locks().brokenRun(acting);
        if (broken == null
                || result.changed()
                || result.isFailed()
                || call.module().check() != ModuleSpec.Check.FULL) {
            return result;
        }
        RecoveredCall known = run.resumption().calls().of(key, broken, access, session, Duration.ZERO);
        if (known == null || !known.changing()) {
            return result;
        }
        warn("counts as changed: rollout " + broken + " changed it, and did not finish");
        return RecoveredCalls.asChanged(result);
    }

    private void warn(String what) {
        run.events()
                .publish(new Event.Warning(
                        its.host().name() + ": '" + WrittenNames.of(its.task()) + "' " + what,
                        its.task().span()));
    }
}
