package io.hitless.report.console;

import io.hitless.event.Counts;
import io.hitless.event.Outcome;
import io.hitless.event.TaskRef;
import io.hitless.report.DisplayText;
import io.hitless.report.RunSummary;
import io.hitless.report.Style;
import io.hitless.report.UnifiedDiff;
import io.hitless.wording.HostNames;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A run's summary as text: first the verdict, then facts about the run, changes, pending handlers, and a line per host.
 */
public final class SummaryText {
    private static final int NAMES = 12;

    private final PrintStream out;
    private final boolean colour;

    public SummaryText(PrintStream out, boolean colour) {
        this.out = out;
        this.colour = colour;
    }

    /**
     * @param verdict one line
     * @param facts about the run, by name
     */
    public void print(String verdict, boolean good, Map<String, String> facts, RunSummary summary) {
        line(good ? Style.OK : Style.FAILED, DisplayText.text(verdict));
        facts.forEach((name, value) -> line(null, String.format("  %-10s %s", name, DisplayText.text(value))));
        TaskRef last = null;
        for (RunSummary.Finding finding : summary.findings()) {
            if (last == null || !last.key().equals(finding.task().key())) {
                out.println();
                line(
                        null,
                        (finding.task().handler() ? "handler " : "")
                                + DisplayText.text(finding.task().name())
                                + quiet("  " + finding.task().at()));
            }
            last = finding.task();
            finding(finding);
        }
        broken(summary.broken());
        pending(summary.pending());
        hosts(summary.hosts());
        out.flush();
    }

    private void finding(RunSummary.Finding finding) {
        String text = "  " + names(finding.hosts()) + ": " + finding.what();
        if (!finding.items().isEmpty()) {
            text += ": " + DisplayText.text(String.join(", ", finding.items()));
        }
        if (finding.why() != null) {
            text += ": " + DisplayText.text(finding.why());
        }
        line(finding.why() == null ? Style.CHANGED : Style.FAILED, text);
        for (Outcome.Diff diff : finding.diffs()) {
            UnifiedDiff.of(diff).forEach(each -> line(UnifiedDiff.style(each), "    " + DisplayText.text(each)));
        }
    }

    private static String names(List<String> hosts) {
        return DisplayText.text(HostNames.countedFirst(hosts, NAMES));
    }

    private void broken(List<RunSummary.BrokenLock> broken) {
        if (!broken.isEmpty()) {
            out.println();
            line(Style.WARNING, "locks taken from runs that had not let go of them");
            broken.forEach(one -> line(null, "  " + DisplayText.text(one.host()) + ": " + DisplayText.text(one.run())));
        }
    }

    private void pending(List<RunSummary.Pending> pending) {
        if (pending.isEmpty()) {
            return;
        }
        out.println();
        line(Style.WARNING, "pending handlers: notified, not run");
        pending.forEach(one -> line(
                null,
                "  " + DisplayText.text(one.host()) + ": " + DisplayText.text(one.handler()) + quiet("  " + one.at())));
    }

    private void hosts(List<RunSummary.HostState> hosts) {
        if (hosts.isEmpty()) {
            return;
        }
        out.println();
        int width = hosts.stream()
                .mapToInt(host -> DisplayText.text(host.host()).length())
                .max()
                .orElse(0);
        for (RunSummary.HostState host : hosts) {
            String name = String.format("%-" + width + "s", DisplayText.text(host.host()));
            line(style(host), name + "  " + stateText(host));
        }
    }

    private static Style style(RunSummary.HostState host) {
        return switch (host.state()) {
            case DONE -> host.counts().changed() > 0 ? Style.CHANGED : Style.OK;
            case FAILED, UNREACHABLE, IN_FLIGHT -> Style.FAILED;
            case NOT_STARTED -> Style.SKIPPED;
        };
    }

    private static String stateText(RunSummary.HostState host) {
        String at = host.task() == null
                ? ""
                : " at '" + DisplayText.text(host.task().name()) + "' ("
                        + host.task().at() + ")";
        return switch (host.state()) {
            case DONE -> counts(host.counts());
            case FAILED -> "failed" + at + "; " + counts(host.counts());
            case UNREACHABLE -> "unreachable" + at + "; " + counts(host.counts());
            case IN_FLIGHT -> "in flight" + at + ": how that ended is not known; " + counts(host.counts());
            case NOT_STARTED -> "not started";
        };
    }

    private static String counts(Counts c) {
        List<String> parts = new ArrayList<>(List.of("ok " + c.ok(), "changed " + c.changed()));
        add(parts, "failed", c.failed());
        add(parts, "unreachable", c.unreachable());
        add(parts, "skipped", c.skipped());
        add(parts, "rescued", c.rescued());
        add(parts, "ignored", c.ignored());
        return String.join(", ", parts);
    }

    private static void add(List<String> parts, String name, int number) {
        if (number > 0) {
            parts.add(name + " " + number);
        }
    }

    private String quiet(String text) {
        return colour ? Style.QUIET.paint(text) : text;
    }

    private void line(@Nullable Style style, String text) {
        out.println(colour && style != null ? style.paint(text) : text);
    }
}
