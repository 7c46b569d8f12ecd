package io.hitless.store;

import io.hitless.event.DriftReport;
import java.time.Instant;

/**
 * A deviation that drift checks found on a host.
 *
 * @param place what was checked, by a name that does not change when lines move
 * @param first when a check first found it
 * @param last when a check last found it
 */
public record DriftRecord(String host, String place, DriftReport.State state, Instant first, Instant last) {}
