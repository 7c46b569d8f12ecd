package io.hitless.agent;

import java.time.Duration;

/**
 * Asks for a host's lease.
 *
 * @param run who asks; a run that has it already gets it anew, with a higher epoch
 * @param owner for the eyes of others: user and bastion
 * @param time how long it holds without a sign of life; each call with a ticket is one
 * @param breakStale take it from a run whose lease is over but was not given back
 */
public record LeaseRequest(String run, String owner, Duration time, boolean breakStale) {}
