package io.hitless.report.console;

import io.hitless.event.Delegate;
import io.hitless.event.Event;
import io.hitless.event.Outcome;
import io.hitless.event.TaskRef;
import io.hitless.report.DisplayText;
import io.hitless.report.Style;
import io.hitless.report.UnifiedDiff;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A log of what happened on hosts: one line per event with its time, and the output of commands. */
public final class RunLog {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(ZoneId.systemDefault());
    private static final List<String> TEXTS = List.of("msg", "stdout", "stderr");

    private final PrintStream out;
    private final boolean colour;
    private final @Nullable String only;
    private final boolean live;

    /** The tasks on hosts whose output was shown, as {@link #place} names them. */
    private final Set<String> printed = new HashSet<>();

    /**
     * @param only the host to show; null for all
     * @param live whether to show what commands print while they run, and then not again at their end
     */
    public RunLog(PrintStream out, boolean colour, @Nullable String only, boolean live) {
        this.live = live;
        this.out = out;
        this.colour = colour;
        this.only = only;
    }

    public void on(Instant at, Event event) {
        switch (event) {
            case Event.TaskStarted started
            when concerns(started.hosts()) -> line(at, Style.QUIET, "", "begins", name(started.task()));
            case Event.Output output
            when live && concerns(output.host()) -> {
                printed.add(place(output.task(), output.host()));
                EventText.printed(output).forEach(text -> painted(Style.QUIET, "    " + text));
            }
            case Event.ItemEnded item
            when concerns(item.host()) ->
                outcome(
                        at,
                        item.host(),
                        item.delegate(),
                        name(item.task()) + " (item=" + item.item() + ")",
                        item.outcome(),
                        details(place(item.task(), item.host()), true));
            case Event.TaskEnded task
            when concerns(task.host()) ->
                outcome(
                        at,
                        task.host(),
                        task.delegate(),
                        name(task.task()),
                        task.outcome(),
                        details(place(task.task(), task.host()), !task.looped()));
            case Event.Retrying retrying
            when concerns(retrying.host()) ->
                outcome(
                        at,
                        retrying.host(),
                        null,
                        name(retrying.task()) + ", " + retrying.left() + " tries left",
                        retrying.outcome(),
                        details(place(retrying.task(), retrying.host()), true));
            case Event.Notified notified
            when concerns(notified.host()) -> line(at, Style.QUIET, notified.host(), "notified", notified.handler());
            case Event.Rescued rescued
            when concerns(rescued.host()) -> line(at, Style.OK, rescued.host(), "rescued", "");
            case Event.Included included
            when concerns(included.hosts()) -> line(at, Style.QUIET, "", "included", included.what());
            case Event.NoMoreHosts none -> line(at, Style.FAILED, "", "halted", none.why());
            case Event.Locked lock
            when lock.broken() != null && concerns(lock.host()) ->
                line(
                        at,
                        Style.WARNING,
                        lock.host(),
                        "lock",
                        "taken from run " + lock.broken() + ", which had not let go of it");
            case Event.Warning warning -> line(at, Style.WARNING, "", "warning", warning.text());
            case Event.RunEnded end -> line(at, Style.QUIET, "", end.interrupted() ? "interrupted" : "ended", "");
            default -> {}
        }
        out.flush();
    }

    private boolean concerns(String host) {
        return only == null || only.equals(host);
    }

    private boolean concerns(List<String> hosts) {
        return only == null || hosts.contains(only);
    }

    private static String place(TaskRef task, String host) {
        return task.key() + " " + host;
    }

    /** How much of a result is shown. */
    private enum Details {
        NONE,
        WITHOUT_OUTPUT,
        ALL
    }

    private Details details(String place, boolean wanted) {
        return !wanted ? Details.NONE : printed.remove(place) ? Details.WITHOUT_OUTPUT : Details.ALL;
    }

    private static String name(TaskRef task) {
        return (task.handler() ? "handler " : "") + task.name() + "  " + task.at();
    }

    private void outcome(
            Instant at, String host, @Nullable Delegate delegate, String what, Outcome outcome, Details details) {
        String who = delegate == null ? host : host + " -> " + delegate.shown();
        String word = outcome.status().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        line(at, style(outcome.status()), who, word, what + "  " + seconds(outcome.took()));
        if (details != Details.NONE) {
            details(outcome, details == Details.ALL ? TEXTS : List.of("msg"));
        }
    }

    private void details(Outcome outcome, List<String> texts) {
        Map<String, @Nullable Object> result = outcome.result();
        boolean some = false;
        for (String field : texts) {
            if (result.get(field) instanceof String text && !text.isEmpty()) {
                text.lines().forEach(each -> out.println("    " + field + ": " + DisplayText.text(each)));
                some = true;
            }
        }
        if (!some
                && texts.equals(TEXTS)
                && (outcome.detail() != Outcome.Detail.ON_REQUEST || outcome.status() == Outcome.Status.FAILED)) {
            out.println("    " + DisplayText.line(result));
        }
        for (Outcome.Diff diff : outcome.diffs()) {
            UnifiedDiff.of(diff).forEach(each -> painted(UnifiedDiff.style(each), "    " + DisplayText.text(each)));
        }
    }

    private static Style style(Outcome.Status status) {
        return switch (status) {
            case OK -> Style.OK;
            case CHANGED -> Style.CHANGED;
            case SKIPPED, IGNORED, UNREACHABLE_IGNORED, UNKNOWN -> Style.SKIPPED;
            case FAILED -> Style.FAILED;
            case UNREACHABLE -> Style.UNREACHABLE;
        };
    }

    private static String seconds(Duration took) {
        return String.format(Locale.ROOT, "%.1f s", took.toNanos() / 1e9);
    }

    private void line(Instant at, Style style, String host, String word, String text) {
        String who = host.isEmpty() || host.equals(only) ? "" : "[" + host + "] ";
        painted(
                style,
                (TIME.format(at) + "  " + DisplayText.text(who) + word + ": " + DisplayText.text(text))
                        .replaceFirst(": $", ""));
    }

    private void painted(@Nullable Style style, String text) {
        out.println(colour && style != null ? style.paint(text) : text);
    }
}
