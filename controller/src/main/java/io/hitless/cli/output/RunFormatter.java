package io.hitless.cli.output;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.hitless.event.DriftJson;
import io.hitless.event.DriftReport;
import io.hitless.event.EventJson;
import io.hitless.report.RunSummary;
import io.hitless.source.Span;
import io.hitless.store.GitState;
import io.hitless.store.RunRecord;
import io.hitless.wording.Durations;
import io.hitless.wording.Plural;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs as {@code history} and {@code show} print them: lines for people, values for JSON. */
public final class RunFormatter {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private RunFormatter() {}

    /** A run in one line, its id first. */
    public static String line(RunRecord run) {
        GitState git = run.git();
        return String.format(
                        "%s  %s  %7s  %-11s  %-7s  %s  %s  %s  %s",
                        run.id(),
                        TIME.format(run.started()),
                        took(run),
                        run.standing().replace('_', ' '),
                        kind(run),
                        tally(run),
                        String.join(" ", run.playbooks()),
                        run.legs().getFirst().user(),
                        git == null ? "" : git.brief())
                .stripTrailing();
    }

    private static String kind(RunRecord run) {
        return run.check() ? "check" : run.kind();
    }

    static String word(RunRecord.State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    private static String took(RunRecord run) {
        Duration took = run.took();
        return took == null ? "-" : Durations.compact(took);
    }

    private static String tally(RunRecord run) {
        Map<DriftReport.State, Integer> found = run.found();
        if (found != null) {
            List<String> parts = new ArrayList<>(List.of("hosts "
                    + found.values().stream().mapToInt(Integer::intValue).sum()));
            found.entrySet().stream()
                    .filter(each -> each.getKey() != DriftReport.State.IN_SYNC)
                    .sorted(Map.Entry.comparingByKey())
                    .forEach(each -> parts.add(DriftJson.name(each.getKey()) + " " + each.getValue()));
            return String.join(" ", parts);
        }
        RunRecord.Tally tally = run.tally();
        if (tally == null) {
            return "hosts -";
        }
        return "hosts " + tally.hosts() + (looksOnly(run) ? " would change " : " changed ") + tally.changed()
                + (tally.failed() > 0 ? " failed " + tally.failed() : "")
                + (tally.unreachable() > 0 ? " unreachable " + tally.unreachable() : "");
    }

    private static boolean looksOnly(RunRecord run) {
        return run.check() || run.kind().equals("drift");
    }

    /** How a run stands, in one line. */
    public static String verdict(RunRecord run, RunSummary summary) {
        List<String> parts = new ArrayList<>();
        List<RunSummary.HostState> hosts = summary.hosts();
        long changed =
                hosts.stream().filter(host -> host.counts().changed() > 0).count();
        parts.add(Plural.of(hosts.size(), "host"));
        parts.add(changed + (looksOnly(run) ? " would be changed" : " changed"));
        for (RunSummary.Standing standing : RunSummary.Standing.values()) {
            long number =
                    hosts.stream().filter(host -> host.standing() == standing).count();
            if (standing != RunSummary.Standing.DONE && number > 0) {
                parts.add(
                        number + " " + standing.name().toLowerCase(Locale.ROOT).replace('_', ' '));
            }
        }
        return kind(run) + " " + run.id() + ": " + word(run.state()) + "; " + String.join(", ", parts)
                + (run.damaged() ? "; some of its events were lost with a damaged journal" : "");
    }

    /** What is known of a run beside its events. */
    public static Map<String, String> facts(RunRecord run) {
        Map<String, String> facts = new LinkedHashMap<>();
        RunRecord.Leg first = run.legs().getFirst();
        facts.put("command", "hitless " + String.join(" ", first.command()));
        facts.put("in", run.directory().toString());
        facts.put("by", first.user() + " on " + first.bastion());
        facts.put("started", TIME.format(run.started()) + ended(first));
        for (RunRecord.Leg leg : run.legs().subList(1, run.legs().size())) {
            facts.put(
                    "leg " + leg.number(),
                    TIME.format(leg.started()) + ended(leg) + ", by " + leg.user() + " on " + leg.bastion() + ": "
                            + word(leg.standing()));
        }
        String why = run.legs().getLast().why();
        if (why != null) {
            facts.put("ended by", why);
        }
        GitState git = run.git();
        if (git != null) {
            facts.put(
                    "git",
                    git.commit()
                            + (git.branch() == null ? "" : " (" + git.branch() + ")")
                            + (git.dirty() ? ", and changes that were not committed" : ""));
        }
        return facts;
    }

    private static String ended(RunRecord.Leg leg) {
        return leg.ended() == null
                ? leg.standing() == RunRecord.State.RUNNING ? ", running" : ", no end known"
                : ", ended " + TIME.format(leg.ended());
    }

    /** A run's record as plain values. */
    public static Map<String, @Nullable Object> values(RunRecord run) {
        Map<String, @Nullable Object> out = new LinkedHashMap<>();
        RunRecord.Leg first = run.legs().getFirst();
        out.put("id", run.id().text());
        out.put("kind", run.kind());
        out.put("check", run.check());
        out.put("state", run.standing());
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
        out.put("legs", run.legs().stream().map(RunFormatter::values).toList());
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
                word(leg.standing()),
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

    /** What came of a run as plain values. */
    public static Map<String, @Nullable Object> values(RunRecord run, RunSummary summary) {
        Map<String, @Nullable Object> out = values("run", values(run));
        out.put(
                "hosts",
                summary.hosts().stream()
                        .map(host -> values(
                                "host",
                                host.host(),
                                "state",
                                host.standing().name().toLowerCase(Locale.ROOT),
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

    public static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
