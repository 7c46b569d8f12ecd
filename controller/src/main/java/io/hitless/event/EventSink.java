package io.hitless.event;

/** Receives events, in order and on one thread at a time. Implementations must be quick and must not throw. */
@FunctionalInterface
public interface EventSink {
    void on(Event event);

    /**
     * Returns once all earlier events are where they survive the end of the system.
     *
     * @return false if they can't be; the next important event says why
     */
    default boolean flush() {
        return true;
    }

    /** Two sinks: each event is received by the first, and then by the second. */
    static EventSink both(EventSink first, EventSink second) {
        return new EventSink() {
            @Override
            public void on(Event event) {
                first.on(event);
                second.on(event);
            }

            @Override
            public boolean flush() {
                boolean kept = first.flush();
                return second.flush() && kept;
            }
        };
    }
}
