package io.hitless.rollout;

import io.hitless.event.Event;
import io.hitless.event.EventSink;
import io.hitless.event.TaskRef;
import io.hitless.run.resume.RunHistory;
import java.util.List;

/**
 * Of the events of a run that several processes execute, those that this process reports: what happens on its own hosts
 * and, if it leads the run, the events of the run itself, and tasks that it executes for a decision.
 *
 * @param all whether the events of the run itself pass in any case
 */
public record OwnEvents(EventSink sink, RunHistory history, boolean all) implements EventSink {
    @Override
    public void on(Event event) {
        switch (event) {
            case Event.TaskStarted(var task, var hosts) -> {
                List<String> own = own(task, hosts);
                if (!own.isEmpty()) {
                    sink.on(new Event.TaskStarted(task, own));
                }
            }
            case Event.Included(var task, var what, var item, var hosts) -> {
                List<String> own = own(task, hosts);
                if (!own.isEmpty()) {
                    sink.on(new Event.Included(task, what, item, own));
                }
            }
            case Event.Notified notified -> ofHost(event, notified.host());
            case Event.Rescued(var host) -> ofHost(event, host);
            case Event.Locked locked -> ofHost(event, locked.host());
            case Event.HostStarted _,
                    Event.Output _,
                    Event.ItemEnded _,
                    Event.TaskEnded _,
                    Event.Retrying _,
                    Event.JobReported _,
                    Event.Meta _ -> {
                TaskOnHost its = TaskOnHost.of(event);
                if (its != null && isOwn(its.task(), its.host())) {
                    sink.on(event);
                }
            }
            case Event.RunStarted _,
                    Event.PlayStarted _,
                    Event.NoHosts _,
                    Event.BatchStarted _,
                    Event.NoMoreHosts _,
                    Event.Decision _,
                    Event.Warning _,
                    Event.RunEnded _ -> {
                if (all || history.leads()) {
                    sink.on(event);
                }
            }
        }
    }

    private void ofHost(Event event, String host) {
        if (!history.isElsewhere(host)) {
            sink.on(event);
        }
    }

    private boolean isOwn(TaskRef task, String host) {
        return !history.isElsewhere(host) || (task.isTrial() && history.leads());
    }

    private List<String> own(TaskRef task, List<String> hosts) {
        return hosts.stream().filter(host -> isOwn(task, host)).toList();
    }

    @Override
    public boolean flush() {
        return sink.flush();
    }
}
