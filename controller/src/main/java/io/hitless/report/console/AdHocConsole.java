package io.hitless.report.console;

import io.hitless.event.Event;
import io.hitless.event.EventSink;
import io.hitless.event.Outcome;
import io.hitless.report.DisplayText;
import io.hitless.report.Style;
import io.hitless.report.StyledLine;
import io.hitless.report.UnifiedDiff;
import io.hitless.report.Warnings;
import io.hitless.wording.HostNames;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One module's results, in the shape of Ansible's minimal callback: {@code host | CHANGED | rc=0 >>} and the output, or
 * the result.
 */
public final class AdHocConsole implements EventSink {
    private final StyledPrinter paper;
    private final ConsoleOptions options;
    private ResultGrouper fold = new ResultGrouper(List.of(), HostNames::listed);

    /** @param options folded, hosts that answer the same share it, and it comes when all have */
    public AdHocConsole(PrintStream out, ConsoleOptions options) {
        this.paper = new StyledPrinter(out, options.colour());
        this.options = options;
    }

    @Override
    public void on(Event event) {
        switch (event) {
            case Event.TaskStarted started -> fold = new ResultGrouper(started.hosts(), AdHocConsole::names);
            case Event.TaskEnded ended -> taskEnded(ended);
            case Event.NoHosts _ -> paper.line(null, Warnings.line("No hosts matched, nothing to do"));
            case Event.Warning warning -> paper.line(null, Warnings.line(DisplayText.text(warning.text())));
            case Event.RunEnded _ -> paper.lines(fold.drain());
            default -> {}
        }
        paper.flush();
    }

    private static String names(List<String> hosts) {
        return hosts.size() == 1 ? DisplayText.text(hosts.getFirst()) : HostNames.counted(hosts);
    }

    private void taskEnded(Event.TaskEnded ended) {
        if (options.fold()) {
            fold.add(
                    ended.host(),
                    null,
                    ended.outcome(),
                    told(ResultGrouper.lasting(ended.outcome()), ResultGrouper.WHO));
        } else {
            paper.lines(told(ended.outcome(), DisplayText.text(ended.host())));
        }
    }

    private List<StyledLine> told(Outcome outcome, String who) {
        List<StyledLine> told = new ArrayList<>();
        if (options.diff()) {
            outcome.diffs()
                    .forEach(diff -> UnifiedDiff.of(diff)
                            .forEach(line -> told.add(new StyledLine(null, DisplayText.text(line)))));
        }
        Style style = style(outcome.status());
        String head = who + " | " + word(outcome.status());
        Map<String, ?> result = outcome.result();
        if (result.get("rc") instanceof Number rc
                && result.containsKey("stdout")
                && outcome.status() != Outcome.Status.UNREACHABLE) {
            told.add(new StyledLine(style, head + " | rc=" + rc + " >>"));
            told.add(new StyledLine(style, text(result)));
        } else {
            told.add(new StyledLine(
                    style,
                    head
                            + (outcome.status() == Outcome.Status.UNREACHABLE ? "! => " : " => ")
                            + DisplayText.lines(outcome.result())));
        }
        return told;
    }

    // Lines are kept, as people read and pipe them; other control characters are not.
    private static String text(Map<String, ?> result) {
        StringBuilder out = new StringBuilder();
        for (String name : new String[] {"stdout", "stderr"}) {
            if (result.get(name) instanceof String text) {
                text.lines().forEach(line -> out.append(DisplayText.text(line)).append('\n'));
            }
        }
        if (out.isEmpty() || (result.get("rc") instanceof Number rc && rc.intValue() != 0)) {
            Object msg = result.get("msg");
            out.append(msg == null ? "" : DisplayText.text(String.valueOf(msg)));
        }
        return out.toString().stripTrailing();
    }

    private static String word(Outcome.Status status) {
        return switch (status) {
            case OK -> "SUCCESS";
            case CHANGED -> "CHANGED";
            case SKIPPED -> "SKIPPED";
            case UNKNOWN -> "UNKNOWN";
            case FAILED, IGNORED -> "FAILED";
            case UNREACHABLE, UNREACHABLE_IGNORED -> "UNREACHABLE";
        };
    }

    private static Style style(Outcome.Status status) {
        return switch (status) {
            case OK -> Style.OK;
            case CHANGED -> Style.CHANGED;
            case SKIPPED, UNKNOWN -> Style.SKIPPED;
            case FAILED, IGNORED -> Style.FAILED;
            case UNREACHABLE, UNREACHABLE_IGNORED -> Style.UNREACHABLE;
        };
    }
}
