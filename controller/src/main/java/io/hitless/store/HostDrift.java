package io.hitless.store;

import io.hitless.event.DriftReport;

/**
 * The state of a host when a drift check last checked it.
 *
 * @param run the check, whose record has the scope
 * @param findings the number of findings that were not in sync
 */
public record HostDrift(String host, RunId run, DriftReport.State state, int findings) {}
