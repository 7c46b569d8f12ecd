package io.hitless.report.history;

import io.hitless.event.DriftJson;
import io.hitless.event.DriftReport;
import io.hitless.report.RunSummary;
import io.hitless.store.GitState;
import io.hitless.store.RunRecord;
import io.hitless.wording.Durations;
import io.hitless.wording.Plural;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Runs as text, for {@code history} and {@code show}. */
public final class RunText {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());

    private RunText() {}

    /** A run in one line, its id first. */
    public static String line(RunRecord run) {
        GitState git = run.git();
        return String.format(
                        "%s  %s  %7s  %-11s  %-7s  %s  %s  %s  %s",
                        run.id(),
                        TIME.format(run.started()),
                        took(run),
                        run.stateWord().replace('_', ' '),
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

    private static String word(RunRecord.State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    private static String took(RunRecord run) {
        Duration took = run.duration();
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
        return "hosts " + tally.hosts() + (run.changesNothing() ? " would change " : " changed ") + tally.changed()
                + (tally.failed() > 0 ? " failed " + tally.failed() : "")
                + (tally.unreachable() > 0 ? " unreachable " + tally.unreachable() : "");
    }

    /** The state of a run in one line. */
    public static String verdict(RunRecord run, RunSummary summary) {
        List<String> parts = new ArrayList<>();
        List<RunSummary.HostState> hosts = summary.hosts();
        long changed =
                hosts.stream().filter(host -> host.counts().changed() > 0).count();
        parts.add(Plural.of(hosts.size(), "host"));
        parts.add(changed + (run.changesNothing() ? " would be changed" : " changed"));
        for (RunSummary.State standing : RunSummary.State.values()) {
            long number =
                    hosts.stream().filter(host -> host.state() == standing).count();
            if (standing != RunSummary.State.DONE && number > 0) {
                parts.add(
                        number + " " + standing.name().toLowerCase(Locale.ROOT).replace('_', ' '));
            }
        }
        return kind(run) + " " + run.id() + ": " + word(run.state()) + "; " + String.join(", ", parts)
                + (run.damaged() ? "; some of its events were lost with a damaged journal" : "");
    }

    /** The facts in a run's record, by name. */
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
                            + word(leg.currentState()));
        }
        String why = run.legs().getLast().why();
        if (why != null) {
            facts.put("ended by", why);
        }
        GitState git = run.git();
        if (git != null) {
            facts.put("git", git.describe());
        }
        return facts;
    }

    private static String ended(RunRecord.Leg leg) {
        return leg.ended() == null
                ? leg.currentState() == RunRecord.State.RUNNING ? ", running" : ", no end known"
                : ", ended " + TIME.format(leg.ended());
    }
}
