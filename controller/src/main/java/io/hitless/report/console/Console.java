package io.hitless.report.console;

import io.hitless.event.Delegate;
import io.hitless.event.Event;
import io.hitless.event.EventSink;
import io.hitless.event.Outcome;
import io.hitless.event.TaskRef;
import io.hitless.report.DisplayText;
import io.hitless.report.Style;
import io.hitless.report.StyledLine;
import io.hitless.wording.HostNames;
import java.io.PrintStream;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A run as lines of text, as in Ansible's default callback: {@code PLAY [..]}, {@code TASK [..]}, a line per host,
 * {@code PLAY RECAP}.
 */
public final class Console implements EventSink {
    private final ConsoleOptions options;
    private final StyledPrinter printer;
    private final StyledPrinter failures;
    private final Recap recap;
    private final ResultText results;
    private final DebugLines debug;
    private final Set<String> running = new LinkedHashSet<>();
    private final GateRetryFilter gateRetries = new GateRetryFilter();
    private final HostProgress progress = new HostProgress();
    private ResultGrouper groups;
    private @Nullable TaskRef task;
    private final TaskHeadings headings;
    private String play = "";
    private boolean check;
    private int batchHosts;
    private long started = System.nanoTime();

    public Console(PrintStream out, ConsoleOptions options) {
        this.options = options;
        this.printer = new StyledPrinter(out, options.colour());
        this.failures = options.format().failuresApart() ? new StyledPrinter(System.err, options.colour()) : printer;
        this.recap = new Recap(printer);
        this.results = new ResultText(options);
        this.debug = new DebugLines(options);
        this.headings = new TaskHeadings(options.format().hidesSome());
        this.groups = new ResultGrouper(List.of(), HostNames::counted);
    }

    @Override
    public void on(Event event) {
        progress.on(event);
        switch (event) {
            case Event.RunStarted started -> runStarted(started);
            case Event.PlayStarted started -> playStarted(started);
            case Event.NoHosts none -> noHosts(none);
            case Event.BatchStarted batch -> batchStarted(batch);
            case Event.TaskStarted started -> taskStarted(started);
            case Event.Output output -> printed(output);
            case Event.ItemEnded item -> itemEnded(item);
            case Event.TaskEnded ended -> {
                running.remove(ended.host());
                if (isQuiet()) {
                    gateRetries.keep(ended);
                } else {
                    taskEnded(ended);
                }
            }
            case Event.Retrying retrying -> retrying(retrying);
            case Event.JobReported job -> jobReported(job);
            case Event.Included included -> included(included);
            case Event.Locked locked -> EventText.locked(locked).forEach(text -> line(Style.SKIPPED, text));
            case Event.HostStarted started -> hostStarted(started);
            case Event.Meta meta -> meta(meta);
            case Event.Notified notified -> debug.notified(notified);
            case Event.Rescued _ -> {}
            case Event.NoMoreHosts none -> noMoreHosts(none);
            case Event.Decision decision -> decision(decision);
            case Event.Warning warning -> line(Style.WARNING, EventText.warning(warning));
            case Event.RunEnded ended -> ended(ended);
        }
        printer.flush();
    }

    private void runStarted(Event.RunStarted started) {
        this.started = System.nanoTime();
        check = started.check();
        if (check && options.format().checkMarked()) {
            printer.banner("DRY RUN");
        }
        for (int each = 0; options.verbosity() > 1 && each < started.playbooks().size(); each++) {
            printer.banner("PLAYBOOK: " + DisplayText.text(started.playbooks().get(each)));
            quiet(debug.plays(started, each));
        }
    }

    private void playStarted(Event.PlayStarted started) {
        play = DisplayText.text(started.name());
        headings.playStarted(started);
        if (started.batches() == 0) {
            heading(marked("PLAY [" + play + "]")); // its batches are shown next
        }
    }

    /** Whether the current tasks are gate attempts that need not all be shown. */
    private boolean isQuiet() {
        return gateRetries.areQuiet() && options.verbosity() == 0;
    }

    private void noHosts(Event.NoHosts none) {
        heading("PLAY [" + DisplayText.text(none.play()) + "]");
        line(Style.SKIPPED, "skipping: " + (none.why() == null ? "no hosts matched" : none.why()));
    }

    private void batchStarted(Event.BatchStarted batch) {
        batchHosts = batch.hosts().size();
        heading(marked("PLAY [" + play + "]")); // once per batch, as in Ansible
        if (batch.of() > 1 && options.format().own()) {
            line(Style.QUIET, "batch " + batch.number() + " of " + batch.of() + ": " + names(batch.hosts()));
        }
    }

    private String names(List<String> hosts) {
        return options.grouped() ? HostNames.listed(hosts) : DisplayText.text(String.join(", ", hosts));
    }

    private void taskStarted(Event.TaskStarted started) {
        task = started.task();
        if (!headings.hostsAreIndependent()) {
            running.clear();
        }
        running.addAll(started.hosts());
        if (isQuiet()) {
            return;
        }
        if (started.task().handler()) {
            quiet(debug.handlers());
        }
        if (headings.taskStarted(started.task())) {
            showHeading(started.task());
        }
        groups = new ResultGrouper(started.hosts(), HostNames::counted);
    }

    private void hostStarted(Event.HostStarted started) {
        if (options.format().starts() && !isQuiet()) {
            showHeading(started.task());
            line(Style.QUIET, EventText.started(started));
        }
    }

    private void printed(Event.Output output) {
        if (options.output().shows(output, batchHosts) && !isQuiet()) {
            showHeading(output.task());
            EventText.printed(output).forEach(text -> line(Style.QUIET, text));
        }
    }

    private StyledPrinter printerOf(Outcome outcome) {
        return outcome.status() == Outcome.Status.FAILED || outcome.status() == Outcome.Status.UNREACHABLE
                ? failures
                : printer;
    }

    /**
     * Shows one heading for each host, as in Ansible. If hosts are grouped, shows nothing: operators do not need it.
     */
    private void meta(Event.Meta meta) {
        Outcome skipped = meta.skipped();
        if (!options.grouped()) {
            taskStarted(new Event.TaskStarted(meta.task(), List.of()));
            quiet(debug.meta(meta));
        }
        if (!options.grouped() && skipped != null) {
            taskEnded(new Event.TaskEnded(meta.task(), meta.host(), null, false, skipped));
        }
    }

    private void itemEnded(Event.ItemEnded item) {
        if (isQuiet()) {
            return;
        }
        if (options.grouped()) {
            showGrouped(
                    item.task(),
                    item.host(),
                    item.delegate(),
                    item.outcome(),
                    results.of(item.with(ResultGrouper.lasting(item.outcome())), ResultGrouper.WHO));
            return;
        }
        if (results.hides(item.outcome().status())) {
            return;
        }
        showHeading(item.task());
        printerOf(item.outcome()).lines(results.of(item, "[" + ResultText.host(item.host(), item.delegate()) + "]"));
        afterResult(item.host(), item.outcome());
    }

    private void taskEnded(Event.TaskEnded ended) {
        if (options.grouped()) {
            showGrouped(
                    ended.task(),
                    ended.host(),
                    ended.delegate(),
                    ended.outcome(),
                    results.of(ended.with(ResultGrouper.lasting(ended.outcome())), ResultGrouper.WHO));
            if (running.isEmpty()) {
                flushGroups();
            }
            return;
        }
        if (results.hides(ended.outcome().status())) {
            return;
        }
        showHeading(ended.task());
        printerOf(ended.outcome())
                .lines(results.of(ended, "[" + ResultText.host(ended.host(), ended.delegate()) + "]"));
        if (!ResultText.isShownByItem(ended)) {
            afterResult(ended.host(), ended.outcome());
        }
    }

    private void afterResult(String host, Outcome outcome) {
        printer.lines(ResultText.transition(host, outcome));
        if (options.format().own()) { // in Ansible's format they are no part of the output
            printer.lines(ResultText.warnings(outcome));
        }
    }

    /**
     * Shows grouped results. If each host runs on its own, results are not grouped: a host ahead would wait for the
     * last.
     */
    private void showGrouped(
            TaskRef of, String host, @Nullable Delegate delegate, Outcome outcome, List<StyledLine> lines) {
        if (headings.hostsAreIndependent() && !lines.isEmpty()) {
            showHeading(of);
        }
        groups.add(host, delegate, outcome, lines);
        if (headings.hostsAreIndependent()) {
            flushGroups();
        }
    }

    private void retrying(Event.Retrying retrying) {
        if (isQuiet() || (options.grouped() && !groups.isFirstRetry())) {
            return;
        }
        if (!headings.hostsAreIndependent()) {
            showHeading(retrying.task());
        }
        printer.line(Style.CHANGED, EventText.retrying(retrying));
    }

    /** Where hosts are grouped nobody waits for single lines. */
    private void jobReported(Event.JobReported job) {
        if (!options.grouped() && !options.format().own()) {
            showHeading(job.task());
            line(Style.QUIET, EventText.job(job));
        }
    }

    private void included(Event.Included included) {
        running.removeAll(included.hosts());
        showHeading(included.task());
        line(Style.SKIPPED, EventText.included(included, names(included.hosts())));
    }

    private void noMoreHosts(Event.NoMoreHosts none) {
        if (!none.announced() && !options.format().own()) {
            return;
        }
        heading("NO MORE HOSTS LEFT");
        if (options.format().places()) {
            line(Style.FAILED, none.why());
        }
    }

    private void decision(Event.Decision decision) {
        gateRetries.failuresBefore(decision).forEach(this::taskEnded);
        if (!gateRetries.shows(decision) && options.verbosity() == 0) {
            return;
        }
        StyledLine shown = EventText.decision(decision);
        line(shown.style(), shown.text());
    }

    private void ended(Event.RunEnded ended) {
        flushGroups();
        if (ended.interrupted()) {
            printer.blank();
            boolean single = !headings.hostsAreIndependent();
            line(
                    Style.FAILED,
                    EventText.interrupted(running.isEmpty() ? null : task, single, names(List.copyOf(running))));
            progress.lines(this::names).forEach(text -> printer.line(null, text));
        }
        recap.of(ended, options, check, Duration.ofNanos(System.nanoTime() - started));
    }

    /** Prints grouped results that were held back, before anything else is shown. */
    private void flushGroups() {
        printer.lines(groups.drain());
    }

    private void heading(String text) {
        flushGroups();
        if (options.grouped()) {
            printer.blank();
            printer.line(Style.HEADING, text);
        } else {
            printer.banner(text);
        }
    }

    private void showHeading(TaskRef of) {
        if (headings.isDue(of)) {
            taskHeading(of);
        }
    }

    private String marked(String title) {
        return check && options.format().checkMarked() ? title + " [CHECK MODE]" : title;
    }

    /** Grouped results have few lines, so headings save the blank line. */
    private void taskHeading(TaskRef of) {
        String text = marked(TaskHeadings.title(of));
        if (options.grouped()) {
            line(Style.HEADING, text);
        } else {
            heading(text);
        }
        quiet(debug.place(of));
    }

    private void quiet(List<String> lines) {
        lines.forEach(text -> line(Style.QUIET, text));
    }

    private void line(@Nullable Style style, String text) {
        flushGroups();
        printer.line(style, text);
    }
}
