package io.hitless.report.history;

import io.hitless.event.DriftJson;
import io.hitless.event.DriftReport;
import io.hitless.event.EventJson;
import io.hitless.report.RunSummary;
import io.hitless.source.Span;
import io.hitless.store.GitState;
import io.hitless.store.RunRecord;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs as JSON values, for {@code history} and {@code show} with {@code --output json}. */
public final class RunJson {
    private RunJson() {}

    /** A run's record as plain values. */
    public static Map<String, @Nullable Object> values(RunRecord run) {
        Map<String, @Nullable Object> out = new LinkedHashMap<>();
        RunRecord.Leg first = run.legs().getFirst();
        out.put("id", run.id().text());
        out.put("kind", run.kind());
        out.put("check", run.check());
        out.put("state", run.stateWord());
        out.put("started", run.started().toString());
        out.put("ended", time(run.ended()));
        out.put("user", first.user());
        out.put("bastion", first.bastion());
        out.put("command", first.command());
        out.put("directory", run.directory().toString());
        out.put("playbooks", run.playbooks());
        out.put("inventories", run.inventories());
        GitState git = run.git();
        out.put(
                "git",
                git == null ? null : values("commit", git.commit(), "branch", git.branch(), "dirty", git.dirty()));
        out.put("fingerprint", run.fingerprint());
        out.put("version", run.version());
        RunRecord.Tally tally = run.tally();
        out.put(
                "hosts",
                tally == null
                        ? null
                        : values(
                                "total",
                                tally.hosts(),
                                "changed",
                                tally.changed(),
                                "failed",
                                tally.failed(),
                                "unreachable",
                                tally.unreachable()));
        Map<DriftReport.State, Integer> found = run.found();
        if (found != null) {
            Map<String, @Nullable Object> drift = new LinkedHashMap<>();
            for (DriftReport.State state : DriftReport.State.values()) {
                drift.put(DriftJson.name(state), found.getOrDefault(state, 0));
            }
            out.put("drift", drift);
        }
        out.put("legs", run.legs().stream().map(RunJson::values).toList());
        out.put("damaged", run.damaged());
        return out;
    }

    private static Map<String, @Nullable Object> values(RunRecord.Leg leg) {
        return values(
                "number",
                leg.number(),
                "started",
                leg.started().toString(),
                "ended",
                time(leg.ended()),
                "state",
                leg.currentState().name().toLowerCase(Locale.ROOT),
                "user",
                leg.user(),
                "bastion",
                leg.bastion(),
                "command",
                leg.command(),
                "pid",
                leg.process().pid(),
                "why",
                leg.why());
    }

    /** A run's record and summary as plain values. */
    public static Map<String, @Nullable Object> values(RunRecord run, RunSummary summary) {
        Map<String, @Nullable Object> out = values("run", values(run));
        out.put(
                "hosts",
                summary.hosts().stream()
                        .map(host -> values(
                                "host",
                                host.host(),
                                "state",
                                host.state().name().toLowerCase(Locale.ROOT),
                                "counts",
                                EventJson.counts(host.counts()),
                                "task",
                                host.task() == null ? null : host.task().name(),
                                "at",
                                host.task() == null ? null : place(host.task().at()),
                                "why",
                                host.why()))
                        .toList());
        out.put(
                "findings",
                summary.findings().stream()
                        .map(finding -> values(
                                "task",
                                finding.task().name(),
                                "handler",
                                finding.task().handler(),
                                "at",
                                place(finding.task().at()),
                                "hosts",
                                finding.hosts(),
                                "what",
                                finding.what(),
                                "items",
                                finding.items(),
                                "why",
                                finding.why(),
                                "diffs",
                                finding.diffs().stream()
                                        .map(d -> values("label", d.label(), "before", d.before(), "after", d.after()))
                                        .toList()))
                        .toList());
        out.put(
                "locks_broken",
                summary.broken().stream()
                        .map(one -> values("host", one.host(), "run", one.run()))
                        .toList());
        out.put(
                "pending",
                summary.pending().stream()
                        .map(one -> values("host", one.host(), "handler", one.handler(), "at", place(one.at())))
                        .toList());
        return out;
    }

    private static @Nullable String time(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }

    private static String place(Span at) {
        return at.toString();
    }

    private static Map<String, @Nullable Object> values(@Nullable Object... namesAndValues) {
        Map<String, @Nullable Object> out = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            out.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
        }
        return out;
    }
}
