package io.hitless.report;

import io.hitless.event.Folding;
import io.hitless.event.Forecast;
import io.hitless.event.Forecast.Finding;
import io.hitless.event.Forecast.Standing;
import io.hitless.event.Forecast.Tally;
import io.hitless.event.Outcome;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A forecast as text: the verdict first, then what would change or is not known, folded over hosts, then a line per host. */
public final class ForecastText {
    /** That many hosts are named before the others are counted. */
    private static final int NAMES = 12;

    /** That many batches are listed before the others are counted. */
    private static final int BATCHES = 10;

    private final PrintStream out;
    private final boolean colour;
    private final int names;

    /** @param everything name every host, however many there are */
    public ForecastText(PrintStream out, boolean colour, boolean everything) {
        this.out = out;
        this.colour = colour;
        this.names = everything ? Integer.MAX_VALUE : NAMES;
    }

    /** @param word what this is: {@code plan} or {@code drift} */
    public void print(String word, Forecast forecast) {
        line(styleOf(forecast), word + ": " + verdict(forecast));
        forecast.ways().forEach(this::way);
        for (Forecast.Step step : forecast.steps()) {
            List<Folding> shown = Folding.of(step).stream().filter(fold -> isShown(fold.finding())).toList();
            if (!shown.isEmpty()) {
                out.println();
                line(null, (step.handler() ? "handler " : "") + Shown.text(step.name()) + dim("  " + Shown.text(step.at())));
                shown.forEach(this::fold);
            }
        }
        out.println();
        forecast.hosts().forEach(host -> host(host, forecast.tally(host)));
        out.flush();
    }

    // A play in one batch, by Ansible's rules alone, needs no words.
    private void way(Forecast.Way way) {
        if (way.batches().size() <= 1 && way.rules().isEmpty()) {
            return;
        }
        out.println();
        int number = way.batches().size();
        line(null, "play " + Shown.text(way.play()) + ": " + counted(number, "batch", "batches"));
        for (int i = 0; i < number; i++) {
            if (i == BATCHES && number > BATCHES + 1 && names < Integer.MAX_VALUE) {
                line(null, "  and " + (number - BATCHES) + " more");
                break;
            }
            line(null, "  " + (i + 1) + ". " + Shown.text(Folding.names(way.batches().get(i), names)));
        }
        way.rules().forEach(rule -> line(null, "  " + Shown.text(rule)));
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
        long changed = forecast.hosts().stream().filter(host -> forecast.tally(host).changes() > 0).count();
        if (all.changes() > 0) {
            parts.add(changed + " of " + counted(forecast.hosts().size(), "host") + " would change (" + counted(all.changes(), "change") + ")");
        }
        if (all.unknown() > 0) {
            parts.add(all.unknown() + " unknown");
        }
        for (Standing bad : List.of(Standing.FAILED, Standing.UNREACHABLE)) {
            List<String> hosts = forecast.hosts(bad);
            if (!hosts.isEmpty()) {
                parts.add((bad == Standing.FAILED ? "tasks would fail on " : "not reached: ") + Shown.text(Folding.names(hosts, names)));
            }
        }
        if (parts.isEmpty()) {
            parts.add("nothing to do, " + counted(forecast.hosts().size(), "host") + " as the playbooks want");
        }
        return String.join(", ", parts) + "; coverage " + all.coverage() + " % of " + all.counted();
    }

    private static String counted(long number, String what) {
        return counted(number, what, what + "s");
    }

    private static String counted(long number, String one, String several) {
        return number + " " + (number == 1 ? one : several);
    }

    private void fold(Folding fold) {
        String hosts = "  " + Shown.text(fold.names(names));
        switch (fold.finding()) {
            case Finding.Change(var diffs, var items) -> {
                line(Style.CHANGED, hosts + ": would change" + (items.isEmpty() ? "" : ": " + Shown.text(String.join(", ", items))));
                diffs(diffs);
            }
            case Finding.Unknown(var why, var diffs) -> {
                line(Style.SKIPPED, hosts + ": unknown: " + Shown.text(why));
                diffs(diffs);
            }
            case Finding.Failed(var why, var ignored) ->
                line(Style.FAILED, hosts + ": would fail" + (ignored ? " and go on: " : ": ") + Shown.text(why));
            case Finding.Unreachable(var why) -> line(Style.UNREACHABLE, hosts + ": not reached: " + Shown.text(why));
            case Finding.InSync _, Finding.Skipped _ -> {}
        }
    }

    private void diffs(List<Outcome.Diff> diffs) {
        for (Outcome.Diff diff : diffs) {
            UnifiedDiff.of(diff).forEach(text -> line(UnifiedDiff.style(text), "    " + Shown.text(text)));
        }
    }

    private void host(String host, Tally tally) {
        List<String> parts = new ArrayList<>();
        add(parts, tally.changes(), tally.changes() == 1 ? "change" : "changes");
        add(parts, tally.unknown(), "unknown");
        add(parts, tally.failed(), "failed");
        add(parts, tally.inSync(), "in sync");
        if (tally.unreachable() > 0) {
            parts.addFirst("not reached");
        }
        line(styleOf(tally.standing()), String.format("%-26s : %s", Shown.text(host), parts.isEmpty() ? "no task" : String.join(", ", parts)));
    }

    private static void add(List<String> parts, int number, String what) {
        if (number > 0) {
            parts.add(number + " " + what);
        }
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

    private String dim(String text) {
        return colour ? Style.QUIET.paint(text) : text;
    }

    private void line(@Nullable Style style, String text) {
        out.println(colour && style != null ? style.paint(text) : text);
    }
}
