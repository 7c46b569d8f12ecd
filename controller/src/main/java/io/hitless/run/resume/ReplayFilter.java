package io.hitless.run.resume;

import io.hitless.event.Event;
import io.hitless.event.TaskRef;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Selects the new events of a run that is replayed: events in the history are not reported again. The headers of a play
 * and a batch are held back until something new happens in them. Called by one thread at a time.
 */
public final class ReplayFilter {
    private final RunHistory history;
    private boolean recallingOnly;
    private boolean replayed;
    private final Set<String> beyondHistory = new HashSet<>();
    private int current;
    private Event.@Nullable PlayStarted play;
    private Event.@Nullable BatchStarted batch;

    /**
     * @param recallOnly whether nothing is executed until {@link #recallEnded}: the run is replayed only to roll it
     *     back
     */
    public ReplayFilter(RunHistory history, boolean recallOnly) {
        this.history = history;
        this.recallingOnly = recallOnly;
    }

    /** Whether nothing is executed yet. */
    public boolean recallsOnly() {
        return recallingOnly;
    }

    /** @throws HistoryExhausted if nothing is executed yet: the run did not reach this point */
    public void endIfRecallOnly() {
        if (recallingOnly) {
            throw new HistoryExhausted();
        }
    }

    /** From now on tasks are executed. They belong to none of the replayed plays. */
    public void recallEnded() {
        recallingOnly = false;
        replayed = true;
        play = null;
        batch = null;
    }

    /** The events to report in place of this one, headers that were held back first. */
    public List<Event> newEvents(Event event) {
        if (history.equals(RunHistory.NONE)) {
            return List.of(event);
        }
        return switch (event) {
            case Event.PlayStarted started -> {
                current = started.number();
                play = started;
                batch = null;
                yield isAwaited(history.hostsOf(current) == null) ? withHeaders() : List.of();
            }
            case Event.BatchStarted started -> {
                batch = started;
                yield isAwaited(!history.hasBatch(current, started.number())) ? withHeaders() : List.of();
            }
            case Event.TaskStarted(var task, var hosts) -> {
                List<String> now =
                        hosts.stream().filter(host -> isNew(task, host)).toList();
                yield now.isEmpty() ? List.of() : withHeaders(new Event.TaskStarted(task, now));
            }
            case Event.Included(var task, var what, var item, var hosts) -> {
                List<String> now =
                        hosts.stream().filter(host -> isNew(task, host)).toList();
                yield now.isEmpty() ? List.of() : withHeaders(new Event.Included(task, what, item, now));
            }
            case Event.HostStarted(var task, var host) -> ifNew(task, host, event);
            case Event.Output(var task, var host, var _, var _, var _) -> ifNew(task, host, event);
            case Event.ItemEnded(var task, var host, var _, var _, var _, var _) -> ifNew(task, host, event);
            case Event.TaskEnded(var task, var host, var _, var _, var _, var _) -> ifNew(task, host, event);
            case Event.Retrying(var task, var host, var _, var _) -> ifNew(task, host, event);
            case Event.JobReported(var task, var host, var _, var _) -> ifNew(task, host, event);
            case Event.Notified(var host, var _, var _) -> beyondHistory.contains(host) ? List.of(event) : List.of();
            case Event.Meta(var _, var host, var _, var _) -> beyondHistory.contains(host) ? List.of(event) : List.of();
            case Event.Rescued(var host) -> beyondHistory.contains(host) ? List.of(event) : List.of();
            case Event.NoHosts _, Event.Warning _ -> beyondHistory.isEmpty() && !replayed ? List.of() : List.of(event);
            case Event.Decision _ -> withHeaders(event);
            case Event.RunStarted _, Event.Locked _, Event.NoMoreHosts _, Event.RunEnded _ -> List.of(event);
        };
    }

    private boolean isNew(TaskRef task, String host) {
        boolean known = history.isPast(task.key(), host);
        if (!known) {
            beyondHistory.add(host);
        }
        return !known;
    }

    private List<Event> ifNew(TaskRef task, String host, Event event) {
        return isNew(task, host) ? List.of(event) : List.of();
    }

    // Other processes of the run wait for it.
    private boolean isAwaited(boolean isNew) {
        return isNew && history.isShared() && history.leads();
    }

    private List<Event> withHeaders(Event event) {
        List<Event> out = new ArrayList<>(withHeaders());
        out.add(event);
        return out;
    }

    private List<Event> withHeaders() {
        List<Event> out = new ArrayList<>();
        if (play != null) {
            out.add(play);
            play = null;
        }
        if (batch != null) {
            out.add(batch);
            batch = null;
        }
        return out;
    }
}
