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

/** What drift checks found, host by host: what is read of a check once does not change any more. */
final class DriftHistory {
    private static final int CHECKS = 200;

    private final Map<RunId, Optional<Check>> known = new HashMap<>();

    /**
     * A drift check in short.
     *
     * @param scope what it was about: the playbooks
     * @param hosts how each stood
     * @param findings by host, how many are not in sync
     */
    record Check(RunId run, Instant at, String scope, int coverage, Map<String, DriftReport.State> hosts, Map<String, Integer> findings) {
        static Check of(RunId run, DriftReport report) {
            Map<String, DriftReport.State> hosts = new LinkedHashMap<>();
            Map<String, Integer> findings = new HashMap<>();
            for (DriftReport.Check check : report.checks()) {
                check.findings().forEach((host, finding) -> {
                    hosts.merge(host, finding.counted(), (a, b) -> a.compareTo(b) < 0 ? a : b);
                    if (finding.counted() != DriftReport.State.IN_SYNC) {
                        findings.merge(host, 1, Integer::sum);
                    }
                });
            }
            report.hosts().forEach(host -> hosts.putIfAbsent(host, DriftReport.State.IN_SYNC));
            return new Check(run, report.started(), String.join(" ", report.playbooks()), report.coverage(), hosts, findings);
        }
    }

    /** The newest checks that came to an end, oldest first. */
    synchronized List<Check> checks(Journal journal, List<RunRecord> runs) {
        List<Check> out = new ArrayList<>();
        for (RunRecord run : runs) {
            if (run.kind().equals("drift") && run.state() != RunRecord.State.RUNNING && out.size() < CHECKS) {
                known.computeIfAbsent(run.id(), id -> journal.drift().report(id).map(report -> Check.of(id, report))).ifPresent(out::addFirst);
            }
        }
        return out;
    }
}
