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
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A log of what happened on hosts: one line per event with its time, and the output of commands. */
public final class RunLog {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(ZoneId.systemDefault());
    private static final List<String> TEXTS = List.of("msg", "stdout", "stderr");

    private final PrintStream out;
    private final boolean colour;
    private final @Nullable String only;

    /** @param only the host to show; null for all */
    public RunLog(PrintStream out, boolean colour, @Nullable String only) {
        this.out = out;
        this.colour = colour;
        this.only = only;
    }

    public void on(Instant at, Event event) {
        switch (event) {
            case Event.TaskStarted started
            when concerns(started.hosts()) -> line(at, Style.QUIET, "", "begins", name(started.task()));
            case Event.ItemEnded item
            when concerns(item.host()) ->
                outcome(
                        at,
                        item.host(),
                        item.delegate(),
                        name(item.task()) + " (item=" + item.item() + ")",
                        item.outcome(),
                        true);
            case Event.TaskEnded task
            when concerns(task.host()) ->
                outcome(at, task.host(), task.delegate(), name(task.task()), task.outcome(), !task.looped());
            case Event.Retrying retrying
            when concerns(retrying.host()) ->
                outcome(
                        at,
                        retrying.host(),
                        null,
                        name(retrying.task()) + ", " + retrying.left() + " tries left",
                        retrying.outcome(),
                        true);
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

    private static String name(TaskRef task) {
        return (task.handler() ? "handler " : "") + task.name() + "  " + task.at();
    }

    private void outcome(
            Instant at, String host, @Nullable Delegate delegate, String what, Outcome outcome, boolean details) {
        String who = delegate == null ? host : host + " -> " + delegate.shown();
        String word = outcome.status().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        line(at, style(outcome.status()), who, word, what + "  " + seconds(outcome.took()));
        if (details) {
            details(outcome);
        }
    }

    private void details(Outcome outcome) {
        Map<String, @Nullable Object> result = outcome.result();
        boolean printed = false;
        for (String field : TEXTS) {
            if (result.get(field) instanceof String text && !text.isEmpty()) {
                text.lines().forEach(each -> out.println("    " + field + ": " + DisplayText.text(each)));
                printed = true;
            }
        }
        if (!printed && (outcome.detail() != Outcome.Detail.ON_REQUEST || outcome.status() == Outcome.Status.FAILED)) {
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
