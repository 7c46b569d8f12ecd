package io.hitless.report.console;

import io.hitless.event.DriftReport;
import io.hitless.event.DriftReport.Check;
import io.hitless.event.DriftReport.Finding;
import io.hitless.event.DriftReport.Ignored;
import io.hitless.event.DriftReport.Place;
import io.hitless.event.DriftReport.State;
import io.hitless.report.DisplayText;
import io.hitless.report.Style;
import io.hitless.wording.HostNames;
import io.hitless.wording.Plural;
import java.io.PrintStream;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A drift report as text: first the verdict, then what is not in sync, grouped by hosts, then a line for each host that
 * is not in sync.
 */
public final class DriftText {
    /** How many hosts are named before the rest is only counted. */
    private static final int NAMES = 12;

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm").withZone(ZoneId.systemDefault());

    private final StyledPrinter printer;
    private final int names;

    /** @param everything whether to name every host, however many there are */
    public DriftText(PrintStream out, boolean colour, boolean everything) {
        this.printer = new StyledPrinter(out, colour);
        this.names = everything ? Integer.MAX_VALUE : NAMES;
    }

    public void print(DriftReport report) {
        printer.line(report.complete() ? styleOf(report.state()) : Style.FAILED, "drift: " + verdict(report));
        for (Check check : report.checks()) {
            List<Map.Entry<Finding, List<String>>> shown = DriftReport.grouped(check).entrySet().stream()
                    .filter(each -> isDetailed(each.getKey()))
                    .toList();
            if (!shown.isEmpty()) {
                printer.blank();
                printer.line(null, title(check));
                shown.forEach(each -> finding(each.getKey(), each.getValue(), report.before() != null));
            }
        }
        unknown(report);
        returned(report.returned());
        hosts(report);
        printer.flush();
    }

    private static boolean isDetailed(Finding finding) {
        return finding.state() != State.IN_SYNC && (finding.state() != State.UNKNOWN || finding.ignored() != null);
    }

    /** The result in one line: {@code 2 of 3 hosts drifted (4 findings, 1 new), 1 unknown; coverage 97 % of 90}. */
    private String verdict(DriftReport report) {
        Map<State, Integer> counts = new EnumMap<>(State.class);
        int ignored = 0;
        int fresh = 0;
        for (Check check : report.checks()) {
            for (Finding finding : check.findings().values()) {
                counts.merge(finding.counted(), 1, Integer::sum);
                ignored += finding.ignored() == null ? 0 : 1;
                fresh += finding.counted() == State.DRIFTED && finding.isNew() ? 1 : 0;
            }
        }
        List<String> parts = new ArrayList<>();
        if (!report.complete()) {
            parts.add("interrupted, so this is not all");
        }
        int drifted = counts.getOrDefault(State.DRIFTED, 0);
        int hosts = report.drifted().size();
        int reached = report.looked().size()
                - Objects.requireNonNull(report.byState().get(State.UNREACHABLE))
                        .size();
        if (drifted > 0 || reached > 0) {
            parts.add(
                    drifted > 0
                            ? hosts + " of " + Plural.of(report.looked().size(), "host") + " drifted ("
                                    + Plural.of(drifted, "finding")
                                    + (report.before() != null && fresh > 0 ? ", " + fresh + " new" : "") + ")"
                            : "none on " + Plural.of(reached, "host"));
        }
        Plural.add(parts, report.returned().size(), "in sync again");
        Plural.add(parts, ignored, "ignored");
        Plural.add(parts, counts.getOrDefault(State.UNKNOWN, 0), "unknown");
        Map<State, List<String>> by = report.byState();
        named(parts, "tasks failed on ", Objects.requireNonNull(by.get(State.FAILED)));
        named(parts, "not reached: ", Objects.requireNonNull(by.get(State.UNREACHABLE)));
        int all =
                counts.values().stream().mapToInt(Integer::intValue).sum() - counts.getOrDefault(State.UNREACHABLE, 0);
        return Plural.withCoverage(parts, report.coverage(), all);
    }

    private void named(List<String> parts, String what, List<String> hosts) {
        if (!hosts.isEmpty()) {
            parts.add(what + DisplayText.text(HostNames.countedFirst(hosts, names)));
        }
    }

    private String title(Check check) {
        return printer.title(check.handler(), check.name(), check.at());
    }

    private void finding(Finding finding, List<String> hosts, boolean compared) {
        String text = "  " + DisplayText.text(HostNames.countedFirst(hosts, names)) + ": "
                + switch (finding.state()) {
                    case UNREACHABLE -> "not reached";
                    case FAILED -> "failed";
                    case DRIFTED, IN_SYNC -> "drifted";
                    case UNKNOWN -> "unknown";
                };
        text += since(finding, compared);
        text += finding.items().isEmpty() ? "" : ": " + DisplayText.text(String.join(", ", finding.items()));
        text += finding.why() == null ? "" : ": " + DisplayText.text(finding.why());
        Ignored ignored = finding.ignored();
        printer.line(ignored == null ? styleOf(finding.state()) : Style.QUIET, text);
        if (ignored != null) {
            printer.line(
                    Style.QUIET,
                    "    ignored" + (ignored.until() == null ? "" : " until " + ignored.until()) + ": "
                            + DisplayText.text(ignored.reason()) + "  " + DisplayText.text(ignored.at()));
            return;
        }
        finding.diffs().forEach(printer::diff);
    }

    private static String since(Finding finding, boolean compared) {
        Instant first = finding.firstSeen();
        if (first == null || !compared) {
            return "";
        }
        return finding.isNew() ? ", new" : " since " + TIME.format(first);
    }

    // Unknown findings repeat at each check and say little, so each gets one line.
    private void unknown(DriftReport report) {
        boolean begun = false;
        for (Check check : report.checks()) {
            for (Map.Entry<Finding, List<String>> each :
                    DriftReport.grouped(check).entrySet()) {
                if (each.getKey().counted() == State.UNKNOWN) {
                    if (!begun) {
                        printer.blank();
                        printer.line(Style.SKIPPED, "unknown");
                        begun = true;
                    }
                    printer.line(null, "  " + title(check));
                    printer.line(
                            null,
                            "    " + DisplayText.text(HostNames.countedFirst(each.getValue(), names)) + ": "
                                    + DisplayText.text(
                                            String.valueOf(each.getKey().why())));
                }
            }
        }
    }

    private void returned(List<Place> returned) {
        if (returned.isEmpty()) {
            return;
        }
        printer.blank();
        printer.line(Style.OK, "in sync again");
        for (Place place : returned) {
            printer.line(
                    null,
                    "  " + DisplayText.text(place.host()) + ": " + printer.placed(place.check(), place.at())
                            + ": drifted from " + TIME.format(place.firstSeen()) + " to "
                            + TIME.format(place.lastSeen()));
        }
    }

    private void hosts(DriftReport report) {
        List<String> inSync = Objects.requireNonNull(report.byState().get(State.IN_SYNC));
        printer.blank();
        for (String host : report.looked()) {
            if (report.state(host) != State.IN_SYNC) {
                host(
                        host,
                        report.state(host),
                        report.of(host).values().stream().map(Finding::counted).toList());
            }
        }
        if (!inSync.isEmpty()) {
            printer.line(Style.OK, "in sync: " + DisplayText.text(HostNames.countedFirst(inSync, names)));
        }
        if (!report.unseen().isEmpty()) {
            printer.line(
                    Style.SKIPPED,
                    "not checked, because every task skips them: "
                            + DisplayText.text(HostNames.countedFirst(report.unseen(), names)));
        }
    }

    private void host(String host, State state, List<State> findings) {
        List<String> parts = new ArrayList<>();
        if (state == State.UNREACHABLE) {
            parts.add("not reached");
        }
        Plural.add(parts, count(findings, State.DRIFTED), "drifted");
        Plural.add(parts, count(findings, State.FAILED), "failed");
        Plural.add(parts, count(findings, State.UNKNOWN), "unknown");
        Plural.add(parts, count(findings, State.IN_SYNC), "in sync");
        printer.host(host, styleOf(state), parts);
    }

    private static int count(List<State> findings, State state) {
        return (int) findings.stream().filter(each -> each == state).count();
    }

    private static Style styleOf(State state) {
        return switch (state) {
            case UNREACHABLE -> Style.UNREACHABLE;
            case FAILED -> Style.FAILED;
            case DRIFTED -> Style.CHANGED;
            case UNKNOWN -> Style.SKIPPED;
            case IN_SYNC -> Style.OK;
        };
    }
}
