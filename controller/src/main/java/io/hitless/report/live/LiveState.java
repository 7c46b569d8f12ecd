package io.hitless.report.live;

import io.hitless.event.Event;
import io.hitless.event.Outcome;
import io.hitless.event.TaskRef;
import io.hitless.report.DisplayText;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The state of a run: the hosts of its play by batch, the current task, the last failure. Times are passed in by the
 * caller.
 */
final class LiveState {
    private final Map<String, HostView> hosts = new LinkedHashMap<>();
    private final Map<String, Flight> waiting = new LinkedHashMap<>();
    private final Map<String, HostView.State> lost = new LinkedHashMap<>();
    private final long started;
    private boolean check;
    private String play = "";
    private long playStart;
    private int batch;
    private int batches;
    private boolean independent;
    private int taskHosts;
    private long results;
    private @Nullable String pending;
    private @Nullable Failure retried;
    private @Nullable Failure failure;
    private boolean ended;

    /** A task that runs on a host, and its start time. */
    private record Flight(TaskRef task, long since) {}

    /** A failure. */
    record Failure(String host, String task, String why) {}

    /** @param now nanoseconds, as in all other calls */
    LiveState(long now) {
        started = now;
        playStart = now;
    }

    void on(Event event, long now) {
        switch (event) {
            case Event.RunStarted started -> check = started.check();
            case Event.PlayStarted started -> playStarted(started, now);
            case Event.BatchStarted started -> batchStarted(started);
            case Event.TaskStarted started -> taskStarted(started, now);
            case Event.HostStarted started -> host(started.host()).start(started.task(), now);
            case Event.Output output -> host(output.host()).print(output.lines());
            case Event.TaskEnded ended -> taskEnded(ended);
            case Event.Retrying retrying -> {
                host(retrying.host()).retry(retrying.left());
                retried = failure(retrying.host(), retrying.task(), retrying.outcome());
            }
            case Event.Rescued rescued -> {
                host(rescued.host()).rescue();
                lost.remove(rescued.host());
            }
            case Event.Decision decision -> decision(decision);
            case Event.RunEnded _ -> {
                hosts.values().forEach(HostView::finish);
                ended = true;
            }
            case Event.Included included -> waiting.keySet().removeAll(included.hosts());
            case Event.NoHosts _,
                    Event.ItemEnded _,
                    Event.JobReported _,
                    Event.Notified _,
                    Event.Meta _,
                    Event.NoMoreHosts _,
                    Event.Locked _,
                    Event.Warning _ -> {}
        }
    }

    private HostView host(String host) {
        return hosts.computeIfAbsent(host, HostView::new);
    }

    private void playStarted(Event.PlayStarted started, long now) {
        play = started.name();
        playStart = now;
        batch = 0;
        batches = started.batches();
        independent = started.independent();
        pending = null;
        waiting.clear();
        hosts.clear();
        started.hosts().forEach(this::host);
    }

    private void batchStarted(Event.BatchStarted started) {
        hosts.values().stream().filter(view -> view.batch() > 0).forEach(HostView::finish);
        batch = started.number();
        batches = started.of();
        pending = null;
        started.hosts().forEach(host -> host(host).begin(batch));
    }

    private void taskStarted(Event.TaskStarted started, long now) {
        if (!independent) {
            hosts.values().forEach(HostView::leave);
            waiting.clear();
            retried = null;
        }
        taskHosts = independent ? 1 : started.hosts().size();
        for (String host : started.hosts()) {
            waiting.remove(host);
            waiting.put(host, new Flight(started.task(), now));
        }
    }

    private void taskEnded(Event.TaskEnded ended) {
        results++;
        waiting.remove(ended.host());
        HostView view = host(ended.host());
        view.end(ended.task(), ended.outcome());
        Outcome.Status status = ended.outcome().status();
        if (status == Outcome.Status.FAILED || status == Outcome.Status.UNREACHABLE) {
            failure = failure(ended.host(), ended.task(), ended.outcome());
        }
        if (view.isLost()) {
            lost.put(
                    ended.host(),
                    status == Outcome.Status.UNREACHABLE ? HostView.State.UNREACHABLE : HostView.State.FAILED);
        }
    }

    private static Failure failure(String host, TaskRef task, Outcome outcome) {
        return new Failure(host, task.name(), DisplayText.reason(outcome));
    }

    private void decision(Event.Decision decision) {
        pending = decision.verdict() == Event.Decision.Verdict.AGAIN ? decision.text() : null;
        if (decision.topic() == Event.Decision.Topic.ROLLBACK && decision.verdict() == Event.Decision.Verdict.GO_ON) {
            decision.hosts().forEach(host -> host(host).markRolledBack());
        }
        if (decision.topic() == Event.Decision.Topic.HOST_TIMEOUT) {
            decision.hosts().forEach(host -> {
                host(host).lose();
                lost.putIfAbsent(host, HostView.State.FAILED);
            });
        }
    }

    boolean isCheck() {
        return check;
    }

    /** Whether the run has ended, so that nothing is shown. */
    boolean hasEnded() {
        return ended;
    }

    String play() {
        return play;
    }

    /** The current batch, counted from 1; 0 before the first. */
    int batch() {
        return batch;
    }

    /** The number of batches; 0 if not known yet. */
    int batches() {
        return batches;
    }

    /** The hosts in the order of the play. */
    Collection<HostView> hosts() {
        return hosts.values();
    }

    /** The number of hosts in the whole run that failed, or were unreachable. */
    int lost(HostView.State how) {
        return (int) lost.values().stream().filter(how::equals).count();
    }

    /** The number of hosts that have ended the play. */
    int done() {
        return (int) hosts.values().stream().filter(HostView::isDone).count();
    }

    private @Nullable Flight longest() {
        return waiting.isEmpty() ? null : waiting.values().iterator().next();
    }

    /** The task that has been running on a host for longest, or null. */
    @Nullable
    TaskRef task() {
        Flight longest = longest();
        return longest == null ? null : longest.task();
    }

    /** The number of hosts that started the task; 1 if each host runs on its own. */
    int taskHosts() {
        return taskHosts;
    }

    /** The hosts that still run the task, in the order of the play. */
    List<String> waiting() {
        TaskRef task = task();
        return waiting.entrySet().stream()
                .filter(each -> task != null && each.getValue().task().key().equals(task.key()))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** What the run waits for between tasks: a gate, a soak, an approval. */
    @Nullable
    String pending() {
        return pending;
    }

    /** Why the current task is retried. */
    @Nullable
    Failure retried() {
        return retried;
    }

    @Nullable
    Failure failure() {
        return failure;
    }

    Duration elapsed(long now) {
        return Duration.ofNanos(now - started);
    }

    Duration taskTime(long now) {
        Flight longest = longest();
        return longest == null ? Duration.ZERO : Duration.ofNanos(now - longest.since());
    }

    /** Task results per second since the play started. */
    double rate(long now) {
        return results * 1e9 / Math.max(1, now - playStart);
    }

    /** Hosts per minute since the play started; 0 until a batch has ended. */
    double hostRate(long now) {
        return batch < 2 ? 0 : done() * 60e9 / Math.max(1, now - playStart);
    }
}
