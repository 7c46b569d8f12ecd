package io.hitless.store;

import java.util.List;

/** A run as the journal has it: its record, and its events in the order they were told. */
public record StoredRun(RunRecord run, List<StoredEvent> events) {
    public StoredRun {
        events = List.copyOf(events);
    }
}
