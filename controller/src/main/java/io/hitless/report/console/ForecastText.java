package io.hitless.report.console;

import io.hitless.event.Forecast;
import io.hitless.event.Forecast.Finding;
import io.hitless.event.Forecast.Standing;
import io.hitless.event.Forecast.Tally;
import io.hitless.event.HostGrouping;
import io.hitless.report.DisplayText;
import io.hitless.report.Style;
import io.hitless.wording.HostNames;
import io.hitless.wording.Plural;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/**
 * A forecast as text: the verdict first, then what would change or is not known, folded over hosts, then a line per
 * host.
 */
public final class ForecastText {
    /** That many hosts are named before the others are counted. */
    private static final int NAMES = 12;

    /** That many batches are listed before the others are counted. */
    private static final int BATCHES = 10;

    private final StyledPrinter paper;
    private final int names;

    /** @param everything name every host, however many there are */
    public ForecastText(PrintStream out, boolean colour, boolean everything) {
        this.paper = new StyledPrinter(out, colour);
        this.names = everything ? Integer.MAX_VALUE : NAMES;
    }

    /** @param word what this is: {@code plan} or {@code drift} */
    public void print(String word, Forecast forecast) {
        paper.line(styleOf(forecast), word + ": " + verdict(forecast));
        forecast.ways().forEach(this::way);
        for (Forecast.Step step : forecast.steps()) {
            List<HostGrouping> shown = HostGrouping.of(step).stream()
                    .filter(fold -> isShown(fold.finding()))
                    .toList();
            if (!shown.isEmpty()) {
                paper.blank();
                paper.line(null, paper.title(step.handler(), step.name(), step.at()));
                shown.forEach(this::fold);
            }
        }
        paper.blank();
        forecast.hosts().forEach(host -> host(host, forecast.tally(host)));
        paper.flush();
    }

    // A play in one batch, by Ansible's rules alone, needs no words.
    private void way(Forecast.Way way) {
        if (way.batches().size() <= 1 && way.rules().isEmpty()) {
            return;
        }
        paper.blank();
        int number = way.batches().size();
        paper.line(null, "play " + DisplayText.text(way.play()) + ": " + Plural.of(number, "batch", "batches"));
        for (int i = 0; i < number; i++) {
            if (i == BATCHES && number > BATCHES + 1 && names < Integer.MAX_VALUE) {
                paper.line(null, "  and " + (number - BATCHES) + " more");
                break;
            }
            paper.line(
                    null,
                    "  " + (i + 1) + ". "
                            + DisplayText.text(
                                    HostNames.countedFirst(way.batches().get(i), names)));
        }
        way.rules().forEach(rule -> paper.line(null, "  " + DisplayText.text(rule)));
    }

    private static boolean isShown(Finding finding) {
        return switch (finding) {
            case Finding.InSync _, Finding.Skipped _ -> false;
            case Finding.Change _, Finding.Unknown _, Finding.Failed _, Finding.Unreachable _ -> true;
        };
    }

    /** What it comes to, in one line: {@code 2 of 3 hosts would change (4 changes), 1 unknown; coverage 97 % of 90}. */
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
        for (Standing bad : List.of(Standing.FAILED, Standing.UNREACHABLE)) {
            List<String> hosts = forecast.hosts(bad);
            if (!hosts.isEmpty()) {
                parts.add((bad == Standing.FAILED ? "tasks would fail on " : "not reached: ")
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

    private void fold(HostGrouping fold) {
        String hosts = "  " + DisplayText.text(fold.names(names));
        switch (fold.finding()) {
            case Finding.Change(var diffs, var items) -> {
                paper.line(
                        Style.CHANGED,
                        hosts + ": would change"
                                + (items.isEmpty() ? "" : ": " + DisplayText.text(String.join(", ", items))));
                diffs.forEach(paper::diff);
            }
            case Finding.Unknown(var why, var diffs) -> {
                paper.line(Style.SKIPPED, hosts + ": unknown: " + DisplayText.text(why));
                diffs.forEach(paper::diff);
            }
            case Finding.Failed(var why, var ignored) ->
                paper.line(
                        Style.FAILED,
                        hosts + ": would fail" + (ignored ? " and go on: " : ": ") + DisplayText.text(why));
            case Finding.Unreachable(var why) ->
                paper.line(Style.UNREACHABLE, hosts + ": not reached: " + DisplayText.text(why));
            case Finding.InSync _, Finding.Skipped _ -> {}
        }
    }

    private void host(String host, Tally tally) {
        List<String> parts = new ArrayList<>();
        Plural.add(parts, tally.changes(), tally.changes() == 1 ? "change" : "changes");
        Plural.add(parts, tally.unknown(), "unknown");
        Plural.add(parts, tally.failed(), "failed");
        Plural.add(parts, tally.inSync(), "in sync");
        if (tally.unreachable() > 0) {
            parts.addFirst("not reached");
        }
        paper.host(host, styleOf(tally.standing()), parts.isEmpty() ? List.of("no task") : parts);
    }

    private static Style styleOf(Forecast forecast) {
        return forecast.complete() ? styleOf(forecast.tally(null).standing()) : Style.FAILED;
    }

    private static Style styleOf(Standing standing) {
        return switch (standing) {
            case UNREACHABLE -> Style.UNREACHABLE;
            case FAILED -> Style.FAILED;
            case CHANGE -> Style.CHANGED;
            case UNKNOWN -> Style.SKIPPED;
            case IN_SYNC -> Style.OK;
        };
    }
}
