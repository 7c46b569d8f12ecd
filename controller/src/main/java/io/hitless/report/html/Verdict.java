package io.hitless.report.html;

import io.hitless.event.DriftReport;
import io.hitless.report.RunSummary.HostState;
import io.hitless.report.RunSummary.State;
import io.hitless.wording.Plural;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The result of a run as a sentence.
 *
 * @param tone {@code good}, {@code warn}, {@code bad} or {@code busy}; sets the colour on the page
 * @param more details; usually empty
 */
record Verdict(String tone, String text, String more) {

    static Verdict of(PageHead head, List<HostState> hosts, @Nullable DriftReport drift) {
        return drift != null ? ofDrift(drift) : ofRun(head, hosts);
    }

    private static Verdict ofDrift(DriftReport drift) {
        var byState = drift.byState();
        int drifted = byState.getOrDefault(DriftReport.State.DRIFTED, List.of()).size();
        int failed = byState.getOrDefault(DriftReport.State.FAILED, List.of()).size();
        int unreachable =
                byState.getOrDefault(DriftReport.State.UNREACHABLE, List.of()).size();
        int unknown = byState.getOrDefault(DriftReport.State.UNKNOWN, List.of()).size();
        int all = drift.looked().size();
        List<String> details = new ArrayList<>();
        if (drifted > 0) {
            Plural.add(details, failed, "failed");
        }
        if (drifted + failed > 0) {
            Plural.add(details, unreachable, "could not be reached");
        }
        Plural.add(details, unknown, "can't be known in full");
        if (!drift.complete()) {
            details.add("the check did not finish");
        }
        details.add(
                drift.coverage().isPresent() ? "coverage " + drift.coverage().getAsInt() + "%" : "nothing was checked");
        String tone = failed + unreachable > 0 ? "bad" : drifted > 0 || !drift.complete() || all == 0 ? "warn" : "good";
        String text = drifted > 0
                ? some(drifted, all) + " drifted"
                : failed > 0
                        ? "The check failed on " + some(failed, all)
                        : unreachable > 0
                                ? some(unreachable, all) + " could not be reached"
                                : unknown > 0
                                        ? "No drift found on " + hosts(all)
                                        : all == 0 ? "No host was checked" : every(all) + " in sync";
        return new Verdict(tone, text, String.join(", ", details));
    }

    private static Verdict ofRun(PageHead head, List<HostState> hosts) {
        int all = hosts.size();
        int failed = count(hosts, State.FAILED);
        int unreachable = count(hosts, State.UNREACHABLE);
        int waiting = count(hosts, State.NOT_STARTED);
        int inFlight = count(hosts, State.IN_FLIGHT);
        int changed =
                (int) hosts.stream().filter(host -> host.counts().changed() > 0).count();
        String changes = head.changesNothing() ? changed + " would be changed" : changed + " changed";
        List<String> details = new ArrayList<>();
        String text = switch (head.state()) {
            case "running" -> "Under way: " + (all - waiting) + " of " + hosts(all) + " started";
            case "interrupted" -> "Interrupted: " + (all - waiting) + " of " + hosts(all) + " started";
            case "rolled_back" -> "Rolled back";
            case "error" -> "Ended by an error";
            case "refused" -> "Refused before it began";
            default ->
                all == 0
                        ? "No host took part"
                        : failed > 0
                                ? some(failed, all) + " failed"
                                : unreachable > 0
                                        ? some(unreachable, all) + " could not be reached"
                                        : head.state().equals("failed")
                                                ? "Failed"
                                                : every(all) + (head.changesNothing() ? " checked" : " up to date");
        };
        if (!text.endsWith(" failed")) {
            Plural.add(details, failed, "failed");
        }
        if (!text.endsWith("reached")) {
            Plural.add(details, unreachable, "could not be reached");
        }
        if (!head.state().equals("running")) {
            Plural.add(details, inFlight, "was in the middle of a task", "were in the middle of a task");
        }
        Plural.add(details, waiting, "not started");
        details.add(changes);
        if (head.damaged()) {
            details.add("some events were lost with a damaged journal");
        }
        String tone = all == 0 && head.state().equals("ok") ? "warn" : tone(head.state(), failed + unreachable);
        return new Verdict(tone, text, String.join(", ", details));
    }

    private static String tone(String state, int lost) {
        return switch (state) {
            case "running" -> lost > 0 ? "bad" : "busy";
            case "ok" -> "good";
            case "interrupted", "rolled_back" -> lost > 0 ? "bad" : "warn";
            default -> "bad";
        };
    }

    private static int count(List<HostState> hosts, State standing) {
        return (int) hosts.stream().filter(host -> host.state() == standing).count();
    }

    private static String hosts(int number) {
        return Plural.of(number, "host");
    }

    private static String some(int some, int all) {
        return some == all ? all == 1 ? "The host" : "All " + all + " hosts" : some + " of " + hosts(all);
    }

    private static String every(int all) {
        return all == 1 ? "The host is" : "All " + all + " hosts are";
    }
}
