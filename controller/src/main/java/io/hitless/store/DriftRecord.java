package io.hitless.store;

import io.hitless.event.DriftReport;
import java.time.Instant;

/**
 * That drift checks found a host not in sync.
 *
 * @param place what was looked at, by a name that stays the same when lines move
 * @param first when a check first saw it so
 * @param last when one last did
 */
public record DriftRecord(String host, String place, DriftReport.State state, Instant first, Instant last) {}
