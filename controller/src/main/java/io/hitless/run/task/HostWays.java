package io.hitless.run.task;

import io.hitless.run.lock.HostLocks;
import io.hitless.run.session.AccessResolver;
import io.hitless.run.session.SessionPool;

/** The ways to hosts: how each is reached, the sessions that are open, and the locks without which none is touched. */
public record HostWays(AccessResolver access, SessionPool sessions, HostLocks locks) {}
