package io.hitless.serve;

import io.hitless.event.DriftReport;
import io.hitless.store.Journal;
import io.hitless.store.RunId;
import io.hitless.store.RunRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The findings of drift checks, host by host. A check is read once and cached: it never changes. */
final class DriftHistory {
    private static final int CHECKS = 200;

    private final Map<RunId, Optional<Check>> known = new HashMap<>();

    /**
     * A summary of a drift check.
     *
     * @param scope the id of its scope
     * @param hosts the state of each host that was checked
     */
    record Check(
            RunRecord record, Instant at, String scope, OptionalInt coverage, Map<String, DriftReport.State> hosts) {
        static Check of(RunRecord record, DriftReport report) {
            Map<String, DriftReport.State> hosts = new LinkedHashMap<>();
            report.byState().forEach((state, its) -> its.forEach(host -> hosts.put(host, state)));
            return new Check(record, report.started(), record.scope().id(), report.coverage(), hosts);
        }

        RunId run() {
            return record.id();
        }
    }

    /** The newest completed checks, oldest first. */
    synchronized List<Check> checks(Journal journal, List<RunRecord> runs) {
        List<Check> out = new ArrayList<>();
        for (RunRecord run : runs) {
            if (run.kind().equals("drift") && run.state() != RunRecord.State.RUNNING && out.size() < CHECKS) {
                known.computeIfAbsent(run.id(), id -> journal.drift().report(id).map(report -> Check.of(run, report)))
                        .ifPresent(out::addFirst);
            }
        }
        return out;
    }
}
