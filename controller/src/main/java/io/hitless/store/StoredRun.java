package io.hitless.store;

import io.hitless.event.Event;
import java.util.List;

/** A run from the journal: its record, and its events in the order in which they were published. */
public record StoredRun(RunRecord run, List<StoredEvent> events) {
    public StoredRun {
        events = List.copyOf(events);
    }

    /** Whether its last process has ended it, though it may not have said how. */
    public boolean hasEnded() {
        return !events.isEmpty() && events.getLast().event() instanceof Event.RunEnded;
    }

    /** The number of its last event; 0 if it has none. */
    public long lastSeq() {
        return events.isEmpty() ? 0 : events.getLast().seq();
    }
}
