package io.hitless.run.action;

import io.hitless.agent.HostSession;
import io.hitless.agent.ModuleCall;
import io.hitless.agent.Result;
import java.io.IOException;

/** The connection to a host, which is opened when it is first used. */
public interface HostLink {
    HostSession session() throws IOException, InterruptedException;

    Result call(ModuleCall call) throws IOException, InterruptedException;

    /** Closes the session; the next one is new. */
    void drop();

    /** Returns whether the host is the controller's own, by a local connection. */
    default boolean isLocal() {
        return false;
    }

    /** Returns whether calls become jobs, which do not depend on the session. */
    default boolean startsJobs() {
        return false;
    }
}
