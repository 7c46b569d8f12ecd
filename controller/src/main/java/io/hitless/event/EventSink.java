package io.hitless.event;

/** Receives events, in order and on one thread at a time. Implementations must be quick and must not throw. */
@FunctionalInterface
public interface EventSink {
    void on(Event event);
}
