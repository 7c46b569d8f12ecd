package io.hitless.run.resume;

import io.hitless.event.Event;
import io.hitless.event.TaskRef;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sorts out, while a run is played again, what is new: of hosts that are still in their past nothing is told a second
 * time. The heads of a play and a batch are held back until something happens in them. Called by one thread at a time.
 */
public final class ReplayFilter {
    private final RunHistory past;
    private boolean recalling;
    private boolean takenUp;
    private final Set<String> present = new HashSet<>();
    private Event.@Nullable PlayStarted play;
    private Event.@Nullable BatchStarted batch;

    /** @param recalling whether nothing is to be done for real until {@link #pastIsTakenUp} */
    public ReplayFilter(RunHistory past, boolean recalling) {
        this.past = past;
        this.recalling = recalling;
    }

    /** Whether nothing is done for real: the past is taken up, to be undone. */
    public boolean isRecalling() {
        return recalling;
    }

    /** @throws HistoryExhausted while the past is taken up: what comes now was never come to */
    public void endIfRecalling() {
        if (recalling) {
            throw new HistoryExhausted();
        }
    }

    /** From now on things are done; they belong to none of the plays that were played again. */
    public void pastIsTakenUp() {
        recalling = false;
        takenUp = true;
        play = null;
        batch = null;
    }

    /** What of it is to be told, with what was held back before it. */
    public List<Event> news(Event event) {
        if (past.equals(RunHistory.NONE)) {
            return List.of(event);
        }
        return switch (event) {
            case Event.PlayStarted started -> {
                play = started;
                batch = null;
                yield List.of();
            }
            case Event.BatchStarted started -> {
                batch = started;
                yield List.of();
            }
            case Event.TaskStarted(var task, var hosts) -> {
                List<String> now =
                        hosts.stream().filter(host -> isNew(task, host)).toList();
                yield now.isEmpty() ? List.of() : withHeads(new Event.TaskStarted(task, now));
            }
            case Event.Included(var task, var what, var hosts) -> {
                List<String> now =
                        hosts.stream().filter(host -> isNew(task, host)).toList();
                yield now.isEmpty() ? List.of() : withHeads(new Event.Included(task, what, now));
            }
            case Event.HostStarted(var task, var host) -> ifNew(task, host, event);
            case Event.ItemEnded(var task, var host, var _, var _, var _, var _) -> ifNew(task, host, event);
            case Event.TaskEnded(var task, var host, var _, var _, var _, var _) -> ifNew(task, host, event);
            case Event.Retrying(var task, var host, var _, var _) -> ifNew(task, host, event);
            case Event.Notified(var host, var _, var _) -> present.contains(host) ? List.of(event) : List.of();
            case Event.Rescued(var host) -> present.contains(host) ? List.of(event) : List.of();
            case Event.NoHosts _, Event.Warning _ -> present.isEmpty() && !takenUp ? List.of() : List.of(event);
            case Event.Decision _ -> withHeads(event);
            case Event.RunStarted _, Event.Locked _, Event.NoMoreHosts _, Event.RunEnded _ -> List.of(event);
        };
    }

    private boolean isNew(TaskRef task, String host) {
        boolean known = past.task(task.key(), host) != null || past.included(task.key(), host);
        if (!known) {
            present.add(host);
        }
        return !known;
    }

    private List<Event> ifNew(TaskRef task, String host, Event event) {
        return isNew(task, host) ? List.of(event) : List.of();
    }

    private List<Event> withHeads(Event event) {
        List<Event> out = new ArrayList<>();
        if (play != null) {
            out.add(play);
            play = null;
        }
        if (batch != null) {
            out.add(batch);
            batch = null;
        }
        out.add(event);
        return out;
    }
}
