package io.hitless.serve;

import io.hitless.event.DriftReport;
import io.hitless.report.html.VisibleText;
import io.hitless.store.GitState;
import io.hitless.store.Journal;
import io.hitless.store.RunRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The fleet as JSON: each host's last rollout and drift, the runs, and drift over time. */
final class FleetView {
    private static final int RUNS = 200;

    private final DriftHistory history = new DriftHistory();
    private final FleetStatus status = new FleetStatus();

    Map<String, @Nullable Object> of(Journal journal) {
        List<RunRecord> runs = journal.runs();
        List<DriftHistory.Check> checks = history.checks(journal, runs);
        Map<String, @Nullable Object> out = new LinkedHashMap<>();
        out.put("hosts", hosts(status.of(journal, runs)));
        out.put("runs", runs.stream().limit(RUNS).map(FleetView::run).toList());
        out.put("all_runs", runs.size());
        out.put("checks", checks.stream().map(FleetView::check).toList());
        return out;
    }

    private static List<Map<String, @Nullable Object>> hosts(Map<String, FleetStatus.HostHealth> statuses) {
        Map<String, Map<String, @Nullable Object>> hosts = new TreeMap<>(FleetView::compareNames);
        statuses.forEach((name, status) -> {
            Map<String, @Nullable Object> host = host(name);
            host.put("state", status.state().equals("changed") ? "ok" : status.state());
            FleetStatus.HostReport rollout = status.rollout();
            if (rollout != null) {
                Map<String, @Nullable Object> fields = reported(rollout);
                fields.put("commit", commit(rollout.run().git()));
                fields.put("version", rollout.run().version());
                host.put("rollout", fields);
            }
            FleetStatus.HostReport drift = status.drift();
            if (drift != null) {
                Map<String, @Nullable Object> fields = reported(drift);
                fields.put("findings", drift.findings());
                fields.put("mended", status.mended());
                host.put("drift", fields);
            }
            hosts.put(name, host);
        });
        return List.copyOf(hosts.values());
    }

    private static Map<String, @Nullable Object> reported(FleetStatus.HostReport report) {
        Map<String, @Nullable Object> out = new LinkedHashMap<>();
        out.put("run", report.run().id().text());
        out.put("at", report.at().toEpochMilli());
        out.put("state", report.state());
        out.put("about", about(report.run()));
        return out;
    }

    /** The playbooks of a run, and the selection of their tasks. */
    private static String about(RunRecord run) {
        String narrowed = run.scope().narrowed();
        return VisibleText.text(String.join(" ", run.playbooks()) + (narrowed.isEmpty() ? "" : " (" + narrowed + ")"));
    }

    private static Map<String, @Nullable Object> host(String name) {
        Map<String, @Nullable Object> host = new LinkedHashMap<>();
        host.put("name", VisibleText.text(name));
        return host;
    }

    /** Sorts lb2 before lb10. */
    static int compareNames(String a, String b) {
        String wideA = widened(a);
        int order = wideA.compareTo(widened(b));
        return order != 0 ? order : a.compareTo(b);
    }

    private static String widened(String name) {
        StringBuilder out = new StringBuilder();
        int digits = 0;
        for (int i = name.length(); i-- > 0; ) {
            char c = name.charAt(i);
            boolean digit = c >= '0' && c <= '9';
            if (!digit && digits > 0) {
                out.append("0".repeat(Math.max(0, 12 - digits)));
            }
            digits = digit ? digits + 1 : 0;
            out.append(c);
        }
        return out.append("0".repeat(digits == 0 ? 0 : Math.max(0, 12 - digits)))
                .reverse()
                .toString();
    }

    private static @Nullable String commit(@Nullable GitState git) {
        return git == null ? null : git.brief();
    }

    static Map<String, @Nullable Object> run(RunRecord run) {
        Map<String, @Nullable Object> out = new LinkedHashMap<>();
        out.put("id", run.id().text());
        out.put("kind", run.check() ? "check" : run.kind());
        out.put("state", run.stateWord());
        out.put("started", run.started().toEpochMilli());
        Instant ended = run.ended();
        out.put("ended", ended == null ? null : ended.toEpochMilli());
        out.put("by", VisibleText.text(run.legs().getFirst().user()));
        out.put("playbooks", run.playbooks().stream().map(VisibleText::text).toList());
        out.put("commit", commit(run.git()));
        out.put("version", VisibleText.text(run.version()));
        RunRecord.Tally tally = run.tally();
        out.put(
                "hosts",
                tally == null
                        ? null
                        : new ArrayList<>(
                                List.of(tally.hosts(), tally.changed(), tally.failed(), tally.unreachable())));
        return out;
    }

    private static Map<String, @Nullable Object> check(DriftHistory.Check check) {
        Map<String, @Nullable Object> out = new LinkedHashMap<>();
        out.put("run", check.run().text());
        out.put("at", check.at().toEpochMilli());
        out.put("scope", check.scope());
        out.put("about", about(check.record()));
        check.coverage().ifPresent(percent -> out.put("coverage", percent));
        Map<String, @Nullable Object> counts = new LinkedHashMap<>();
        for (DriftReport.State state : DriftReport.State.values()) {
            counts.put(
                    word(state),
                    check.hosts().values().stream().filter(state::equals).count());
        }
        out.put("hosts", counts);
        return out;
    }

    private static String word(DriftReport.State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
