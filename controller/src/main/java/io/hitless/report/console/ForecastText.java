package io.hitless.report.console;

import io.hitless.event.Forecast;
import io.hitless.event.Forecast.Finding;
import io.hitless.event.Forecast.Tally;
import io.hitless.event.Forecast.Verdict;
import io.hitless.event.HostGrouping;
import io.hitless.report.DisplayText;
import io.hitless.report.Style;
import io.hitless.wording.HostNames;
import io.hitless.wording.Plural;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/**
 * A forecast as text: first the verdict, then changes and unknown steps, grouped by hosts, then a line for each host.
 */
public final class ForecastText {
    /** How many hosts are named before the rest is only counted. */
    private static final int NAMES = 12;

    /** How many batches are listed before the rest is only counted. */
    private static final int BATCHES = 10;

    private final StyledPrinter printer;
    private final int names;

    /** @param everything whether to name every host, however many there are */
    public ForecastText(PrintStream out, boolean colour, boolean everything) {
        this.printer = new StyledPrinter(out, colour);
        this.names = everything ? Integer.MAX_VALUE : NAMES;
    }

    /** @param word {@code plan} or {@code drift} */
    public void print(String word, Forecast forecast) {
        printer.line(styleOf(forecast), word + ": " + verdict(forecast));
        forecast.plays().forEach(this::play);
        for (Forecast.Step step : forecast.steps()) {
            List<HostGrouping> shown = HostGrouping.of(step).stream()
                    .filter(group -> isShown(group.finding()))
                    .toList();
            if (!shown.isEmpty()) {
                printer.blank();
                printer.line(null, printer.title(step.handler(), step.name(), step.at()));
                shown.forEach(this::group);
            }
        }
        printer.blank();
        forecast.hosts().forEach(host -> host(host, forecast.tally(host)));
        printer.flush();
    }

    // A play with one batch and Ansible's rules needs no explanation.
    private void play(Forecast.PlayBatches play) {
        if (play.batches().size() <= 1 && play.rules().isEmpty()) {
            return;
        }
        printer.blank();
        int number = play.batches().size();
        printer.line(null, "play " + DisplayText.text(play.play()) + ": " + Plural.of(number, "batch", "batches"));
        for (int i = 0; i < number; i++) {
            if (i == BATCHES && number > BATCHES + 1 && names < Integer.MAX_VALUE) {
                printer.line(null, "  and " + (number - BATCHES) + " more");
                break;
            }
            printer.line(
                    null,
                    "  " + (i + 1) + ". "
                            + DisplayText.text(
                                    HostNames.countedFirst(play.batches().get(i), names)));
        }
        play.rules().forEach(rule -> printer.line(null, "  " + DisplayText.text(rule)));
    }

    private static boolean isShown(Finding finding) {
        return switch (finding) {
            case Finding.InSync _, Finding.Skipped _ -> false;
            case Finding.Change _, Finding.Unknown _, Finding.Failed _, Finding.Unreachable _ -> true;
        };
    }

    /** The result in one line: {@code 2 of 3 hosts would change (4 changes), 1 unknown; coverage 97 % of 90}. */
    private String verdict(Forecast forecast) {
        Tally all = forecast.tally(null);
        List<String> parts = new ArrayList<>();
        if (!forecast.complete()) {
            parts.add("interrupted, so this is not all");
        }
        long changed = forecast.hosts().stream()
                .filter(host -> forecast.tally(host).changes() > 0)
                .count();
        if (all.changes() > 0) {
            parts.add(changed + " of " + Plural.of(forecast.hosts().size(), "host") + " would change ("
                    + Plural.of(all.changes(), "change") + ")");
        }
        if (all.unknown() > 0) {
            parts.add(all.unknown() + " unknown");
        }
        for (Verdict bad : List.of(Verdict.FAILED, Verdict.UNREACHABLE)) {
            List<String> hosts = forecast.hosts(bad);
            if (!hosts.isEmpty()) {
                parts.add((bad == Verdict.FAILED ? "tasks would fail on " : "not reached: ")
                        + DisplayText.text(HostNames.countedFirst(hosts, names)));
            }
        }
        if (parts.isEmpty()) {
            parts.add("nothing to do"
                    + (all.coverage().isPresent()
                            ? ", " + Plural.of(forecast.hosts().size(), "host") + " as the playbooks want"
                            : ""));
        }
        return Plural.withCoverage(parts, all.coverage(), all.counted());
    }

    private void group(HostGrouping group) {
        String hosts = "  " + DisplayText.text(group.names(names));
        switch (group.finding()) {
            case Finding.Change(var diffs, var items) -> {
                printer.line(
                        Style.CHANGED,
                        hosts + ": would change"
                                + (items.isEmpty() ? "" : ": " + DisplayText.text(String.join(", ", items))));
                diffs.forEach(printer::diff);
            }
            case Finding.Unknown(var why, var diffs) -> {
                printer.line(Style.SKIPPED, hosts + ": unknown: " + DisplayText.text(why));
                diffs.forEach(printer::diff);
            }
            case Finding.Failed(var why, var ignored) ->
                printer.line(
                        Style.FAILED,
                        hosts + ": would fail" + (ignored ? " and go on: " : ": ") + DisplayText.text(why));
            case Finding.Unreachable(var why) ->
                printer.line(Style.UNREACHABLE, hosts + ": not reached: " + DisplayText.text(why));
            case Finding.InSync _, Finding.Skipped _ -> {}
        }
    }

    private void host(String host, Tally tally) {
        List<String> parts = new ArrayList<>();
        Plural.add(parts, tally.changes(), "change", "changes");
        Plural.add(parts, tally.unknown(), "unknown");
        Plural.add(parts, tally.failed(), "failed");
        Plural.add(parts, tally.inSync(), "in sync");
        if (tally.unreachable() > 0) {
            parts.addFirst("not reached");
        }
        printer.host(host, styleOf(tally.verdict()), parts.isEmpty() ? List.of("no task") : parts);
    }

    private static Style styleOf(Forecast forecast) {
        return forecast.complete() ? styleOf(forecast.tally(null).verdict()) : Style.FAILED;
    }

    private static Style styleOf(Verdict verdict) {
        return switch (verdict) {
            case UNREACHABLE -> Style.UNREACHABLE;
            case FAILED -> Style.FAILED;
            case CHANGE -> Style.CHANGED;
            case UNKNOWN -> Style.SKIPPED;
            case IN_SYNC -> Style.OK;
        };
    }
}
