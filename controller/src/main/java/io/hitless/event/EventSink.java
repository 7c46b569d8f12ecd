package io.hitless.event;

/** Takes events. Called by one thread at a time, in order; must be quick, and must not throw. */
@FunctionalInterface
public interface EventSink {
    void on(Event event);
}
