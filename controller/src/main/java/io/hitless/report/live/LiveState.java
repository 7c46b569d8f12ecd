package io.hitless.report.live;

import io.hitless.event.Event;
import io.hitless.event.Outcome;
import io.hitless.event.TaskRef;
import io.hitless.report.DisplayText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a run stands: the hosts of its play by batch, the task under way, what failed last. Of time it knows only what
 * it is told.
 */
final class LiveState {
    private final Map<String, HostView> nodes = new LinkedHashMap<>();
    private final Set<String> waiting = new LinkedHashSet<>();
    private final Map<String, HostView.State> lost = new LinkedHashMap<>();
    private final long begun;
    private boolean check;
    private String play = "";
    private long playBegun;
    private int batch;
    private int batches;
    private @Nullable TaskRef task;
    private int taskHosts;
    private long taskBegun;
    private long results;
    private @Nullable String pending;
    private @Nullable Trouble retried;
    private @Nullable Trouble trouble;
    private boolean over;

    /** What went wrong last. */
    record Trouble(String host, String task, String why) {}

    /** @param now nanoseconds of the clock that goes with all others */
    LiveState(long now) {
        begun = now;
        playBegun = now;
    }

    void on(Event event, long now) {
        switch (event) {
            case Event.RunStarted started -> check = started.check();
            case Event.PlayStarted started -> playStarted(started, now);
            case Event.BatchStarted started -> batchStarted(started);
            case Event.TaskStarted started -> taskStarted(started, now);
            case Event.HostStarted started -> node(started.host()).start(started.task(), now);
            case Event.TaskEnded ended -> taskEnded(ended);
            case Event.Retrying retrying -> {
                node(retrying.host()).retry(retrying.left());
                retried = trouble(retrying.host(), retrying.task(), retrying.outcome());
            }
            case Event.Rescued rescued -> {
                node(rescued.host()).rescue();
                lost.remove(rescued.host());
            }
            case Event.Decision decision -> decision(decision);
            case Event.RunEnded _ -> {
                nodes.values().forEach(HostView::finish);
                over = true;
            }
            case Event.NoHosts _,
                    Event.ItemEnded _,
                    Event.Notified _,
                    Event.Included _,
                    Event.NoMoreHosts _,
                    Event.Locked _,
                    Event.Warning _ -> {}
        }
    }

    private HostView node(String host) {
        return nodes.computeIfAbsent(host, HostView::new);
    }

    private void playStarted(Event.PlayStarted started, long now) {
        play = started.name();
        playBegun = now;
        batch = 0;
        batches = started.batches();
        task = null;
        pending = null;
        waiting.clear();
        nodes.clear();
        started.hosts().forEach(this::node);
    }

    private void batchStarted(Event.BatchStarted started) {
        nodes.values().stream().filter(node -> node.batch() > 0).forEach(HostView::finish);
        batch = started.number();
        batches = started.of();
        pending = null;
        started.hosts().forEach(host -> node(host).begin(batch));
    }

    private void taskStarted(Event.TaskStarted started, long now) {
        nodes.values().forEach(HostView::leave);
        task = started.task();
        taskHosts = started.hosts().size();
        taskBegun = now;
        retried = null;
        waiting.clear();
        waiting.addAll(started.hosts());
    }

    private void taskEnded(Event.TaskEnded ended) {
        results++;
        waiting.remove(ended.host());
        HostView node = node(ended.host());
        node.end(ended.task(), ended.outcome());
        Outcome.Status status = ended.outcome().status();
        if (status == Outcome.Status.FAILED || status == Outcome.Status.UNREACHABLE) {
            trouble = trouble(ended.host(), ended.task(), ended.outcome());
        }
        if (node.isLost()) {
            lost.put(
                    ended.host(),
                    status == Outcome.Status.UNREACHABLE ? HostView.State.UNREACHABLE : HostView.State.FAILED);
        }
    }

    private static Trouble trouble(String host, TaskRef task, Outcome outcome) {
        return new Trouble(host, task.name(), DisplayText.reason(outcome));
    }

    private void decision(Event.Decision decision) {
        pending = decision.verdict() == Event.Decision.Verdict.AGAIN ? decision.text() : null;
        if (decision.topic() == Event.Decision.Topic.ROLLBACK && decision.verdict() == Event.Decision.Verdict.GO_ON) {
            decision.hosts().forEach(host -> node(host).putBack());
        }
        if (decision.topic() == Event.Decision.Topic.HOST_TIMEOUT) {
            decision.hosts().forEach(host -> {
                node(host).lose();
                lost.putIfAbsent(host, HostView.State.FAILED);
            });
        }
    }

    boolean isCheck() {
        return check;
    }

    /** Whether there is nothing to be shown any more. */
    boolean isOver() {
        return over;
    }

    String play() {
        return play;
    }

    /** The batch under way, counted from 1; 0 before the first. */
    int batch() {
        return batch;
    }

    /** How many there are; 0 while that is not known. */
    int batches() {
        return batches;
    }

    /** In the order of the play. */
    Collection<HostView> nodes() {
        return nodes.values();
    }

    /** Hosts lost in the whole run, that way. */
    int lost(HostView.State how) {
        return (int) lost.values().stream().filter(how::equals).count();
    }

    /** Hosts for which nothing more is to come. */
    int done() {
        return (int) nodes.values().stream().filter(HostView::isDone).count();
    }

    @Nullable
    TaskRef task() {
        return task;
    }

    int taskHosts() {
        return taskHosts;
    }

    /** Those that are not done with the task, in the order of the play. */
    List<String> waiting() {
        return new ArrayList<>(waiting);
    }

    /** What is waited for between tasks: a gate, a soak, an approval. */
    @Nullable
    String pending() {
        return pending;
    }

    /** Why the task under way is tried again. */
    @Nullable
    Trouble retried() {
        return retried;
    }

    @Nullable
    Trouble trouble() {
        return trouble;
    }

    Duration elapsed(long now) {
        return Duration.ofNanos(now - begun);
    }

    Duration taskTime(long now) {
        return Duration.ofNanos(now - taskBegun);
    }

    /** Results of tasks per second since the play began. */
    double rate(long now) {
        return results * 1e9 / Math.max(1, now - playBegun);
    }

    /** Hosts per minute since the play began; 0 while no batch is done. */
    double hostRate(long now) {
        return batch < 2 ? 0 : done() * 60e9 / Math.max(1, now - playBegun);
    }
}
