package io.hitless.store;

import java.util.List;

/** A run from the journal: its record, and its events in the order in which they were published. */
public record StoredRun(RunRecord run, List<StoredEvent> events) {
    public StoredRun {
        events = List.copyOf(events);
    }

    /** The number of its last event; 0 if it has none. */
    public long lastSeq() {
        return events.isEmpty() ? 0 : events.getLast().seq();
    }
}
