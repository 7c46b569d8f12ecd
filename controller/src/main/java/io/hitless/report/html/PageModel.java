package io.hitless.report.html;

import io.hitless.event.Event;
import io.hitless.event.Outcome;
import io.hitless.event.TaskRef;
import io.hitless.report.RunSummary;
import io.hitless.report.html.TaskColumn.Cell;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The content of a run's page, collected from its events. If a host ran a task twice, the later result counts. */
final class PageModel {
    private final RunSummary summary = new RunSummary();
    private final Map<String, Integer> hosts = new LinkedHashMap<>();
    private final List<Event.PlayStarted> plays = new ArrayList<>();
    private final Map<String, Batch> batches = new LinkedHashMap<>();
    private final TaskColumns tasks = new TaskColumns();
    private final Map<TaskOnHost, List<Event.ItemEnded>> items = new HashMap<>();
    private final TextPool texts = new TextPool();
    private final List<Note> notes = new ArrayList<>();
    private final Map<TaskOnHost, Reload> reloads = new LinkedHashMap<>();
    private final Map<TaskOnHost, ProbeStats> probes = new LinkedHashMap<>();
    private @Nullable Instant first;
    private long now;
    private @Nullable Batch batch;

    /** A batch of a play, and its time span in milliseconds since the run's start. */
    static final class Batch {
        final int play;
        final int number;
        final int of;
        final List<Integer> hosts;
        final long from;
        long to;

        Batch(int play, int number, int of, List<Integer> hosts, long from) {
            this.play = play;
            this.number = number;
            this.of = of;
            this.hosts = List.copyOf(hosts);
            this.from = from;
            this.to = from;
        }
    }

    /** An event between tasks that the operator should know. */
    record Note(long at, String kind, String verdict, String text) {}

    /** A task on a host. */
    private record TaskOnHost(String task, String host) {}

    /** Adds the next event. */
    void on(Instant at, Event event) {
        if (first == null) {
            first = at;
        }
        now = Math.max(now, at.toEpochMilli() - first.toEpochMilli());
        summary.on(event);
        switch (event) {
            case Event.PlayStarted play -> {
                closeBatch();
                if (plays.stream().noneMatch(known -> known.number() == play.number())) {
                    plays.add(play);
                }
                tasks.playStarts(plays.size() - 1);
                play.hosts().forEach(this::host);
            }
            case Event.BatchStarted started -> begin(started);
            case Event.TaskStarted(var task, var on) -> {
                TaskColumn column = tasks.begin(task);
                on.forEach(host -> column.cells().put(host(host), new Cell(TaskColumn.RUNNING, now, 0, -1)));
            }
            case Event.ItemEnded item ->
                items.computeIfAbsent(new TaskOnHost(item.task().key(), item.host()), _ -> new ArrayList<>())
                        .add(item);
            case Event.TaskEnded ended -> ended(ended);
            case Event.Decision decision ->
                notes.add(note(word(decision.topic()), word(decision.verdict()), decision.text()));
            case Event.Warning warning ->
                notes.add(note("warning", "", (warning.at() == null ? "" : warning.at() + ": ") + warning.text()));
            case Event.NoHosts none ->
                notes.add(note("no hosts", "", none.play() + (none.why() == null ? "" : ": " + none.why())));
            case Event.NoMoreHosts none -> notes.add(note("halted", "halt", none.why()));
            case Event.Rescued rescued -> notes.add(note("rescued", "", rescued.host()));
            case Event.Locked lock
            when lock.broken() != null ->
                notes.add(note(
                        "lock",
                        "",
                        lock.host() + ": taken from run " + lock.broken() + ", which had not let go of it"));
            case Event.RunEnded _ -> closeBatch();
            default -> {}
        }
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private Note note(String kind, String verdict, String text) {
        return new Note(now, kind, verdict, VisibleText.text(text));
    }

    private int host(String name) {
        return hosts.computeIfAbsent(name, _ -> hosts.size());
    }

    private void begin(Event.BatchStarted started) {
        closeBatch();
        tasks.batchStarts();
        int play = Math.max(0, plays.size() - 1);
        batch = batches.computeIfAbsent(
                play + "." + started.number(),
                _ -> new Batch(
                        play,
                        started.number(),
                        started.of(),
                        started.hosts().stream().map(this::host).toList(),
                        now));
    }

    private void closeBatch() {
        if (batch != null) {
            batch.to = now;
            batch = null;
        }
    }

    private void ended(Event.TaskEnded ended) {
        TaskRef task = ended.task();
        TaskOnHost place = new TaskOnHost(task.key(), ended.host());
        Outcome outcome = ended.outcome();
        long took = outcome.took().toMillis();
        int host = host(ended.host());
        List<Event.ItemEnded> ofTask = Objects.requireNonNullElse(items.remove(place), List.of());
        tasks.of(task)
                .cells()
                .put(
                        host,
                        new Cell(TaskColumn.letter(outcome), Math.max(0, now - took), took, texts.of(outcome, ofTask)));
        ofTask.forEach(item -> addReloadAndProbe(place, host, item.outcome(), now - took));
        addReloadAndProbe(place, host, outcome, now - took);
    }

    private void addReloadAndProbe(TaskOnHost place, int host, Outcome outcome, long start) {
        Reload reload = Reload.of(host, place.task(), Math.max(0, start), outcome);
        if (reload != null) {
            reloads.put(place, reload);
        }
        ProbeStats probe = ProbeStats.of(host, place.task(), outcome);
        if (probe != null) {
            probes.put(place, probe);
        }
    }

    RunSummary summary() {
        return summary;
    }

    /** The hosts by name, with their numbers on the page. */
    Map<String, Integer> hosts() {
        return hosts;
    }

    List<Event.PlayStarted> plays() {
        return plays;
    }

    List<Batch> batches() {
        if (batch != null) {
            batch.to = now;
        }
        return List.copyOf(batches.values());
    }

    TaskColumns tasks() {
        return tasks;
    }

    TextPool texts() {
        return texts;
    }

    List<Note> notes() {
        return notes;
    }

    List<Reload> reloads() {
        return List.copyOf(reloads.values());
    }

    List<ProbeStats> probes() {
        return List.copyOf(probes.values());
    }

    /** The time of the last event, in milliseconds since the first. */
    long lasted() {
        return now;
    }

    Instant start(PageHead head) {
        return first == null ? head.started() : first;
    }
}
