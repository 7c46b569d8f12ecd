package io.hitless.serve;

import io.hitless.event.Counts;
import io.hitless.event.DriftReport;
import io.hitless.report.html.Plain;
import io.hitless.store.GitState;
import io.hitless.store.Journal;
import io.hitless.store.LastRollout;
import io.hitless.store.RunRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The fleet as the state directory knows it: each host's last rollout and how it drifts, the runs, drift over time. */
final class FleetView {
    private static final int RUNS = 200;

    private final DriftHistory history = new DriftHistory();

    /** How a host drifts: by the newest check of each scope that looked at it, as the worst of them. */
    private record Drift(DriftReport.State state, Instant at, String run, int findings) {}

    Map<String, @Nullable Object> of(Journal journal) {
        List<RunRecord> runs = journal.runs();
        List<DriftHistory.Check> checks = history.checks(journal, runs);
        Map<String, @Nullable Object> out = new LinkedHashMap<>();
        out.put("hosts", hosts(journal.lastRollouts(), runs, drifts(checks)));
        out.put("runs", runs.stream().limit(RUNS).map(FleetView::run).toList());
        out.put("all_runs", runs.size());
        out.put("checks", checks.stream().map(FleetView::check).toList());
        return out;
    }

    private static Map<String, Drift> drifts(List<DriftHistory.Check> checks) {
        Map<String, Map<String, Drift>> byScope = new LinkedHashMap<>();
        for (DriftHistory.Check check : checks) {
            Map<String, Drift> its = byScope.computeIfAbsent(check.scope(), _ -> new LinkedHashMap<>());
            check.hosts().forEach((host, state) ->
                    its.put(host, new Drift(state, check.at(), check.run().text(), check.findings().getOrDefault(host, 0))));
        }
        Map<String, Drift> out = new LinkedHashMap<>();
        byScope.values().forEach(its -> its.forEach((host, drift) -> out.merge(host, drift, (a, b) -> b.state().compareTo(a.state()) < 0 ? b : a)));
        return out;
    }

    private static List<Map<String, @Nullable Object>> hosts(List<LastRollout> rollouts, List<RunRecord> runs, Map<String, Drift> drifts) {
        Map<String, RunRecord> byId = new LinkedHashMap<>();
        runs.forEach(run -> byId.put(run.id().text(), run));
        Map<String, Map<String, @Nullable Object>> hosts = new TreeMap<>(FleetView::compareNames);
        for (LastRollout last : rollouts) {
            RunRecord run = byId.get(last.run().text());
            if (run != null) {
                Map<String, @Nullable Object> rollout = new LinkedHashMap<>();
                rollout.put("run", run.id().text());
                rollout.put("at", run.started().toEpochMilli());
                rollout.put("state", state(last.counts()));
                rollout.put("commit", commit(run.git()));
                rollout.put("version", run.version());
                hosts.computeIfAbsent(last.host(), FleetView::host).put("rollout", rollout);
            }
        }
        drifts.forEach((host, drift) -> {
            Map<String, @Nullable Object> its = new LinkedHashMap<>();
            its.put("run", drift.run());
            its.put("at", drift.at().toEpochMilli());
            its.put("state", word(drift.state()));
            its.put("findings", drift.findings());
            hosts.computeIfAbsent(host, FleetView::host).put("drift", its);
        });
        return List.copyOf(hosts.values());
    }

    private static Map<String, @Nullable Object> host(String name) {
        Map<String, @Nullable Object> host = new LinkedHashMap<>();
        host.put("name", Plain.text(name));
        return host;
    }

    /** lb2 before lb10. */
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
        return out.append("0".repeat(digits == 0 ? 0 : Math.max(0, 12 - digits))).reverse().toString();
    }

    private static String state(Counts counts) {
        return counts.unreachable() > 0 ? "unreachable" : counts.failed() > 0 ? "failed" : counts.changed() > 0 ? "changed" : "ok";
    }

    private static @Nullable String commit(@Nullable GitState git) {
        return git == null ? null : git.brief();
    }

    static Map<String, @Nullable Object> run(RunRecord run) {
        Map<String, @Nullable Object> out = new LinkedHashMap<>();
        out.put("id", run.id().text());
        out.put("kind", run.check() ? "check" : run.kind());
        out.put("state", RunPages.word(run.state()));
        out.put("started", run.started().toEpochMilli());
        Instant ended = run.ended();
        out.put("ended", ended == null ? null : ended.toEpochMilli());
        out.put("by", Plain.text(run.legs().getFirst().user()));
        out.put("playbooks", run.playbooks().stream().map(Plain::text).toList());
        out.put("commit", commit(run.git()));
        out.put("version", Plain.text(run.version()));
        RunRecord.Tally tally = run.tally();
        out.put("hosts", tally == null ? null : new ArrayList<>(List.of(tally.hosts(), tally.changed(), tally.failed(), tally.unreachable())));
        return out;
    }

    private static Map<String, @Nullable Object> check(DriftHistory.Check check) {
        Map<String, @Nullable Object> out = new LinkedHashMap<>();
        out.put("run", check.run().text());
        out.put("at", check.at().toEpochMilli());
        out.put("scope", Plain.text(check.scope()));
        out.put("coverage", check.coverage());
        Map<String, @Nullable Object> counts = new LinkedHashMap<>();
        for (DriftReport.State state : DriftReport.State.values()) {
            counts.put(word(state), check.hosts().values().stream().filter(state::equals).count());
        }
        out.put("hosts", counts);
        return out;
    }

    private static String word(DriftReport.State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
