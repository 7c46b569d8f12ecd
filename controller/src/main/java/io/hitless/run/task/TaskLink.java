package io.hitless.run.task;

import io.hitless.agent.CallContext;
import io.hitless.agent.HostSession;
import io.hitless.agent.ModuleCall;
import io.hitless.agent.Result;
import io.hitless.run.resume.RecoveredCalls;
import io.hitless.run.session.SessionPool;
import io.hitless.transport.ConnectFailure;
import io.hitless.transport.Target;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The connection of one task to the acting host: a session from the pool, leased when it is first needed. Calls that
 * ended before the run was interrupted, and whose results the host has stored, are not repeated.
 */
final class TaskLink implements HostJob.Connection {
    private final SessionPool sessions;
    private final Target target;
    private final String host;
    private final @Nullable ConnectFailure notLocked;
    private final EarlierCalls earlier;
    private SessionPool.@Nullable Lease lease;
    private @Nullable RecoveredCalls recovered;
    private boolean asked;

    /**
     * @param host the host of the task
     * @param notLocked why the host could not be locked, or null; if set, nothing is executed there
     */
    TaskLink(
            SessionPool sessions,
            Target target,
            String host,
            @Nullable ConnectFailure notLocked,
            EarlierCalls earlier) {
        this.sessions = sessions;
        this.target = target;
        this.host = host;
        this.notLocked = notLocked;
        this.earlier = earlier;
    }

    @Override
    public HostSession session() throws IOException, InterruptedException {
        if (notLocked != null) {
            throw notLocked;
        }
        if (lease == null) {
            lease = sessions.lease(target, host);
        }
        return lease.session();
    }

    @Override
    public Result call(ModuleCall call) throws IOException, InterruptedException {
        HostSession session = session();
        CallContext ticket = call.ticket();
        if (ticket == null) {
            return session.call(call);
        }
        if (!asked) {
            asked = true;
            recovered = earlier.recovered(ticket.run(), session, call.limit());
        }
        return recovered == null
                ? earlier.withChangesOfBrokenRun(session.call(call), call, session)
                : recovered.call(call, session);
    }

    @Override
    public boolean isLocal() {
        return target instanceof Target.Local;
    }

    @Override
    public void release() {
        if (lease != null) {
            lease.close();
            lease = null;
        }
    }

    @Override
    public void drop() {
        if (lease != null) {
            lease.drop();
        }
    }
}
