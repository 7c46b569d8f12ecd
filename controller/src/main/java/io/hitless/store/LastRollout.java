package io.hitless.store;

import io.hitless.event.Counts;

/** The last rollout of a scope on a host, with its task counts there. */
public record LastRollout(String host, RunId run, Counts counts) {}
