package io.hitless.report.console;

import io.hitless.event.Event;
import io.hitless.event.EventSink;
import io.hitless.event.TaskRef;
import io.hitless.report.DisplayText;
import io.hitless.report.Style;
import io.hitless.report.Warnings;
import io.hitless.source.UserError;
import io.hitless.wording.HostNames;
import java.io.PrintStream;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A run as lines of text, in the shape of Ansible's default callback, which people and scripts read: {@code PLAY [..]},
 * {@code TASK [..]}, a line per host, {@code PLAY RECAP}.
 */
public final class Console implements EventSink {
    private final ConsoleOptions options;
    private final StyledPrinter paper;
    private final Recap recap;
    private final ResultText results;
    private final Set<String> waiting = new LinkedHashSet<>();
    private final GateRetryFilter trials = new GateRetryFilter();
    private final HostProgress whereabouts = new HostProgress();
    private ResultGrouper fold;
    private @Nullable TaskRef task;
    private String play = "";
    private boolean check;
    private long begun = System.nanoTime();

    public Console(PrintStream out, ConsoleOptions options) {
        this.options = options;
        this.paper = new StyledPrinter(out, options.colour());
        this.recap = new Recap(paper);
        this.results = new ResultText(options);
        this.fold = new ResultGrouper(List.of(), HostNames::counted);
    }

    @Override
    public void on(Event event) {
        whereabouts.on(event);
        switch (event) {
            case Event.RunStarted started -> runStarted(started);
            case Event.PlayStarted started -> playStarted(started);
            case Event.NoHosts none -> noHosts(none);
            case Event.BatchStarted batch -> batchStarted(batch);
            case Event.TaskStarted started -> taskStarted(started);
            case Event.ItemEnded item -> itemEnded(item);
            case Event.TaskEnded ended -> {
                waiting.remove(ended.host());
                if (isQuiet()) {
                    trials.keep(ended);
                } else {
                    taskEnded(ended);
                }
            }
            case Event.Retrying retrying -> retrying(retrying);
            case Event.Included included -> included(included);
            case Event.Locked locked -> locked(locked);
            case Event.HostStarted _, Event.Notified _, Event.Rescued _ -> {}
            case Event.NoMoreHosts none -> noMoreHosts(none);
            case Event.Decision decision -> decision(decision);
            case Event.Warning warning -> warning(warning);
            case Event.RunEnded ended -> ended(ended);
        }
        paper.flush();
    }

    private void runStarted(Event.RunStarted started) {
        begun = System.nanoTime();
        check = started.check();
        if (options.verbosity() > 1) {
            started.playbooks().forEach(playbook -> paper.banner("PLAYBOOK: " + DisplayText.text(playbook)));
        }
    }

    private void locked(Event.Locked locked) {
        if (locked.broken() != null) {
            line(
                    Style.SKIPPED,
                    "lock taken over: [" + DisplayText.text(locked.host()) + "] from rollout "
                            + DisplayText.text(locked.broken()));
        }
    }

    private void playStarted(Event.PlayStarted started) {
        play = DisplayText.text(started.name());
        if (started.batches() == 0) {
            heading("PLAY [" + play + "]"); // how it is cut into batches is told next
        }
    }

    /** Whether tasks are tries of a gate that one need not see all of. */
    private boolean isQuiet() {
        return trials.areQuiet() && options.verbosity() == 0;
    }

    private void noHosts(Event.NoHosts none) {
        heading("PLAY [" + DisplayText.text(none.play()) + "]");
        line(Style.SKIPPED, "skipping: " + (none.why() == null ? "no hosts matched" : none.why()));
    }

    private void batchStarted(Event.BatchStarted batch) {
        heading("PLAY [" + play + "]"); // once per batch, as Ansible tells them
        if (batch.of() > 1) {
            line(Style.QUIET, "batch " + batch.number() + " of " + batch.of() + ": " + names(batch.hosts()));
        }
    }

    private String names(List<String> hosts) {
        return options.fold() ? HostNames.listed(hosts) : DisplayText.text(String.join(", ", hosts));
    }

    private void taskStarted(Event.TaskStarted started) {
        task = started.task();
        waiting.clear();
        waiting.addAll(started.hosts());
        if (isQuiet()) {
            return;
        }
        taskHeading((started.task().handler() ? "RUNNING HANDLER [" : "TASK [")
                + DisplayText.text(started.task().name()) + "]");
        fold = new ResultGrouper(started.hosts(), HostNames::counted);
        if (options.verbosity() > 1) {
            line(
                    Style.QUIET,
                    "task path: " + started.task().at().file() + ":"
                            + started.task().at().line());
        }
    }

    private void itemEnded(Event.ItemEnded item) {
        if (isQuiet()) {
            return;
        }
        if (options.fold()) {
            fold.add(
                    item.host(),
                    item.delegate(),
                    item.outcome(),
                    results.of(item.with(ResultGrouper.lasting(item.outcome())), ResultGrouper.WHO));
            return;
        }
        paper.lines(results.of(item, "[" + ResultText.host(item.host(), item.delegate()) + "]"));
        paper.lines(ResultText.transition(item.host(), item.outcome()));
        paper.lines(ResultText.warnings(item.outcome()));
    }

    private void taskEnded(Event.TaskEnded ended) {
        if (options.fold()) {
            fold.add(
                    ended.host(),
                    ended.delegate(),
                    ended.outcome(),
                    results.of(ended.with(ResultGrouper.lasting(ended.outcome())), ResultGrouper.WHO));
            if (waiting.isEmpty()) {
                unfold();
            }
            return;
        }
        paper.lines(results.of(ended, "[" + ResultText.host(ended.host(), ended.delegate()) + "]"));
        if (!ResultText.isTold(ended)) {
            paper.lines(ResultText.transition(ended.host(), ended.outcome()));
            paper.lines(ResultText.warnings(ended.outcome()));
        }
    }

    private void retrying(Event.Retrying retrying) {
        if (isQuiet() || (options.fold() && !fold.isFirstRetry())) {
            return;
        }
        paper.line(
                Style.CHANGED,
                "FAILED - RETRYING: [" + DisplayText.text(retrying.host()) + "]: "
                        + DisplayText.text(retrying.task().name()) + " (" + retrying.left() + " retries left).");
    }

    private void included(Event.Included included) {
        line(Style.SKIPPED, "included: " + DisplayText.text(included.what()) + " for " + names(included.hosts()));
    }

    private void noMoreHosts(Event.NoMoreHosts none) {
        heading("NO MORE HOSTS LEFT");
        line(Style.FAILED, none.why());
    }

    private void decision(Event.Decision decision) {
        trials.upTo(decision).forEach(this::taskEnded);
        if (!trials.shows(decision) && options.verbosity() == 0) {
            return;
        }
        Style style = switch (decision.verdict()) {
            case GO_ON -> Style.OK;
            case AGAIN -> Style.SKIPPED;
            case HALT -> Style.FAILED;
        };
        line(style, DisplayText.text(decision.text()));
    }

    private void warning(Event.Warning warning) {
        UserError shown = new UserError(warning.at(), warning.text());
        line(Style.WARNING, Warnings.line(DisplayText.text(shown.getMessage())));
    }

    private void ended(Event.RunEnded ended) {
        unfold();
        if (ended.interrupted()) {
            paper.blank();
            line(
                    Style.FAILED,
                    "interrupted: "
                            + (waiting.isEmpty() || task == null
                                    ? "between tasks, so no host is left half way through one"
                                    : "'" + DisplayText.text(task.name()) + "' was given up on "
                                            + names(List.copyOf(waiting))));
            whereabouts.lines(this::names).forEach(text -> paper.line(null, text));
        }
        if (options.fold()) {
            recap.verdict(ended, check, Duration.ofNanos(System.nanoTime() - begun));
            recap.folded(ended.recap());
        } else {
            recap.perHost(ended.recap());
        }
    }

    /** Results that were held back come before whatever is told next. */
    private void unfold() {
        paper.lines(fold.drain());
    }

    private void heading(String text) {
        unfold();
        if (options.fold()) {
            paper.blank();
            paper.line(Style.HEADING, text);
        } else {
            paper.banner(text);
        }
    }

    /** Folded, a task has few lines: room for more of them is better than space. */
    private void taskHeading(String text) {
        if (options.fold()) {
            line(Style.HEADING, text);
        } else {
            heading(text);
        }
    }

    private void line(Style style, String text) {
        unfold();
        paper.line(style, text);
    }
}
