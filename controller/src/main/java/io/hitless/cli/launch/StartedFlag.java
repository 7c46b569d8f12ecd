package io.hitless.cli.launch;

import io.hitless.event.Event;
import io.hitless.event.EventSink;

/**
 * Records whether a run has reached its hosts: before the first task starts, an error can't leave a host half changed.
 */
final class StartedFlag implements EventSink {
    private final EventSink sink;
    private volatile boolean started;

    /** @param sink receives every event */
    StartedFlag(EventSink sink) {
        this.sink = sink;
    }

    @Override
    public void on(Event event) {
        started = started || event instanceof Event.TaskStarted;
        sink.on(event);
    }

    @Override
    public boolean flush() {
        return sink.flush();
    }

    boolean isStarted() {
        return started;
    }
}
