package io.hitless.store;

import io.hitless.event.DriftReport;

/**
 * How a host stood when a drift check last looked at it.
 *
 * @param run the check: its record has the scope
 * @param findings how many were not in sync
 */
public record HostDrift(String host, RunId run, DriftReport.State state, int findings) {}
