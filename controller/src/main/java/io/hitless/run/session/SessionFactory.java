package io.hitless.run.session;

import io.hitless.agent.HostSession;
import io.hitless.transport.ConnectFailure;
import io.hitless.transport.Target;

/** Connects to a host and starts its agent. */
@FunctionalInterface
public interface SessionFactory {
    HostSession open(Target target) throws ConnectFailure, InterruptedException;
}
