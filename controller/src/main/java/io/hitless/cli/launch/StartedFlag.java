package io.hitless.cli.launch;

import io.hitless.event.Event;
import io.hitless.event.EventSink;

/** Knows whether a run has come to its hosts: until a first task begins, no error can have left one half done. */
final class StartedFlag implements EventSink {
    private final EventSink told;
    private volatile boolean begun;

    /** @param told of every event */
    StartedFlag(EventSink told) {
        this.told = told;
    }

    @Override
    public void on(Event event) {
        begun = begun || event instanceof Event.TaskStarted;
        told.on(event);
    }

    boolean isBegun() {
        return begun;
    }
}
