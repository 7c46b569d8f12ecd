package io.hitless.serve;

import io.hitless.event.Counts;
import io.hitless.event.DriftReport;
import io.hitless.store.HostDrift;
import io.hitless.store.Journal;
import io.hitless.store.LastRollout;
import io.hitless.store.RunId;
import io.hitless.store.RunRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The status of each host. A run counts for its own scope only: a rollout of one playbook does not clear the findings
 * of a check of another. A status applies until a run that covers its scope has processed the host completely. The
 * host's status is the worst one that applies.
 */
final class FleetStatus {
    private static final List<String> BAD = List.of("unreachable", "failed", "drifted", "unknown");

    private final Map<RunId, List<String>> killed = new HashMap<>();

    /**
     * What one run reported about a host.
     *
     * @param whole whether the run processed the host completely
     * @param findings the number of a check's findings that are not in sync
     */
    record HostReport(RunRecord run, Instant at, String state, boolean whole, int findings) {
        boolean isCheck() {
            return run.kind().equals("drift");
        }

        boolean isGood() {
            return !BAD.contains(state);
        }

        private boolean replaces(HostReport earlier) {
            return (whole || !earlier.whole) && run.scope().covers(earlier.run.scope());
        }
    }

    /**
     * The status of a host.
     *
     * @param rollout the worst rollout report that applies, otherwise the last one; null if no rollout reached the host
     * @param drift the same for drift checks
     * @param mended whether the report of that drift check no longer applies
     */
    record HostHealth(
            String state,
            @Nullable HostReport rollout,
            @Nullable HostReport drift,
            boolean mended) {}

    /** The status of each host, by name. */
    synchronized Map<String, HostHealth> of(Journal journal, List<RunRecord> runs) {
        Map<String, HostHealth> out = new LinkedHashMap<>();
        reports(journal, runs)
                .forEach((host, reports) -> out.put(
                        host,
                        statusOf(reports.stream()
                                .sorted(Comparator.comparing(HostReport::at))
                                .toList())));
        return out;
    }

    private static HostHealth statusOf(List<HostReport> reports) {
        List<HostReport> applying = new ArrayList<>();
        for (HostReport report : reports) {
            applying.removeIf(report::replaces);
            applying.add(report);
        }
        HostReport rollout = shown(reports, applying, false);
        HostReport drift = shown(reports, applying, true);
        return new HostHealth(worst(applying).state(), rollout, drift, drift != null && !applying.contains(drift));
    }

    private static @Nullable HostReport shown(List<HostReport> reports, List<HostReport> applying, boolean checks) {
        List<HostReport> bad = applying.stream()
                .filter(report -> report.isCheck() == checks && !report.isGood())
                .toList();
        return bad.isEmpty()
                ? reports.stream()
                        .filter(report -> report.isCheck() == checks)
                        .reduce((_, last) -> last)
                        .orElse(null)
                : worst(bad);
    }

    /** The worst report; of several, the newest. */
    private static HostReport worst(List<HostReport> reports) {
        return reports.stream()
                .min(Comparator.comparingInt(FleetStatus::rank)
                        .thenComparing(HostReport::at, Comparator.reverseOrder()))
                .orElseThrow();
    }

    private static int rank(HostReport report) {
        return report.isGood() ? BAD.size() : BAD.indexOf(report.state());
    }

    private Map<String, List<HostReport>> reports(Journal journal, List<RunRecord> runs) {
        Map<RunId, RunRecord> byId = new HashMap<>();
        runs.forEach(run -> byId.put(run.id(), run));
        Map<String, List<HostReport>> reports = new LinkedHashMap<>();
        for (LastRollout last : journal.lastRollouts()) {
            RunRecord run = byId.get(last.run());
            if (run != null && run.state() != RunRecord.State.REFUSED) {
                reports.computeIfAbsent(last.host(), _ -> new ArrayList<>()).add(rolloutReport(run, last.counts()));
            }
        }
        for (HostDrift last : journal.drift().hosts()) {
            RunRecord run = byId.get(last.run());
            if (run != null) {
                boolean whole = last.state().compareTo(DriftReport.State.FAILED) > 0;
                reports.computeIfAbsent(last.host(), _ -> new ArrayList<>())
                        .add(new HostReport(
                                run,
                                run.started(),
                                last.state().name().toLowerCase(Locale.ROOT),
                                whole,
                                last.findings()));
            }
        }
        for (RunRecord run : runs) {
            if (run.isRollout() && run.tally() == null && run.state() == RunRecord.State.INTERRUPTED) {
                killed.computeIfAbsent(run.id(), journal::startedHosts)
                        .forEach(host -> reports.computeIfAbsent(host, _ -> new ArrayList<>())
                                .add(new HostReport(run, last(run), "unknown", false, 0)));
            }
        }
        return reports;
    }

    private static HostReport rolloutReport(RunRecord run, Counts counts) {
        boolean ended = run.state() == RunRecord.State.OK;
        boolean decided = ended || run.state() == RunRecord.State.FAILED || run.state() == RunRecord.State.UNREACHABLE;
        String state = counts.unreachable() > 0
                ? "unreachable"
                : counts.failed() > 0 ? "failed" : !decided ? "unknown" : counts.changed() > 0 ? "changed" : "ok";
        return new HostReport(run, last(run), state, ended, 0);
    }

    /** When a run last ended: a resumed run ends several times. */
    private static Instant last(RunRecord run) {
        Instant ended = run.ended();
        return ended != null ? ended : run.legs().getLast().started();
    }
}
