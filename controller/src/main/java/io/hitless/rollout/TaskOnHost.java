package io.hitless.rollout;

import io.hitless.event.Event;
import io.hitless.event.TaskRef;
import org.jspecify.annotations.Nullable;

/** The task on one host that an event tells of. */
record TaskOnHost(TaskRef task, String host) {
    /** The same in each process of a run. */
    record Key(String task, String host) {}

    /** Null for an event of a run, of several hosts, or of no task. */
    static @Nullable TaskOnHost of(Event event) {
        return switch (event) {
            case Event.HostStarted(var task, var host) -> new TaskOnHost(task, host);
            case Event.Output output -> new TaskOnHost(output.task(), output.host());
            case Event.ItemEnded ended -> new TaskOnHost(ended.task(), ended.host());
            case Event.TaskEnded ended -> new TaskOnHost(ended.task(), ended.host());
            case Event.Retrying retrying -> new TaskOnHost(retrying.task(), retrying.host());
            case Event.JobReported job -> new TaskOnHost(job.task(), job.host());
            case Event.Meta meta -> new TaskOnHost(meta.task(), meta.host());
            default -> null;
        };
    }

    Key key() {
        return new Key(task.key(), host);
    }
}
