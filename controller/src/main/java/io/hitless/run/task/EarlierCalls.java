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

/** Asks the acting host for stored results of this call, either from this run or from a run whose lock was broken. */
final class EarlierCalls {
    private final TaskEnvironment run;
    private final AssignedTask its;
    private final HostAccess access;
    private final String acting;
    private final CallKey key;

    /** @param acting the name of the acting host */
    EarlierCalls(TaskEnvironment run, AssignedTask its, HostAccess access, String acting, CallKey key) {
        this.run = run;
        this.its = its;
        this.access = access;
        this.acting = acting;
        this.key = key;
    }

    /**
     * Returns the host's stored results of the call, if the journal does not have the end of the call; otherwise, and
     * if the host has none that apply, null. The call may have been running when the run was interrupted, or the
     * journal may have lost its end.
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
     * Returns the result as changed if a rollout whose lock was broken made the change: the handlers that it notified
     * may not have run.
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
