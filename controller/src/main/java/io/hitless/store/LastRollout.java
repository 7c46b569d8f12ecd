package io.hitless.store;

import io.hitless.event.Counts;

/** The last rollout of a scope that a host took part in, and how its tasks ended there. */
public record LastRollout(String host, RunId run, Counts counts) {}
