package io.hitless.run.task;

import io.hitless.run.lock.HostLocks;
import io.hitless.run.session.AccessResolver;
import io.hitless.run.session.SessionPool;

/** How hosts are reached, the open sessions, and the locks without which no host is changed. */
public record HostConnections(AccessResolver access, SessionPool sessions, HostLocks locks) {}
