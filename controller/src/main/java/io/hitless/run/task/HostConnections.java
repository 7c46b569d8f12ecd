package io.hitless.run.task;

import io.hitless.run.lock.HostLocks;
import io.hitless.run.session.AccessResolver;
import io.hitless.run.session.SessionPool;

/** Access to the hosts of a run: connection settings, open sessions, and the locks that every changed host needs. */
public record HostConnections(AccessResolver access, SessionPool sessions, HostLocks locks) {}
