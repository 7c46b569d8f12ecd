package io.hitless.store;

import io.hitless.event.EventJson;
import java.util.ArrayList;
import java.util.List;

/**
 * The events of a run that is under way, as all of its processes write them. A server that does not answer is waited
 * for.
 */
public final class RunFeed {
    private final Journal journal;
    private final RunId run;
    private final EventJson json = new EventJson();
    private long key;
    private long seen;

    /** @param after the number of the event to start behind */
    public RunFeed(Journal journal, RunId run, long after) {
        this.journal = journal;
        this.run = run;
        this.seen = after;
    }

    /** The events since the last call. */
    public List<StoredEvent> next() {
        List<StoredEvent> events = journal.database().readPatiently(connection -> {
            List<StoredEvent> found = new ArrayList<>();
            if (key == 0) { // until the run has begun
                key = JournalSql.key(connection, run);
            }
            JournalSql.events(connection, key, seen, row -> found.add(StoredEvent.read(run, row, json)));
            return found;
        });
        if (!events.isEmpty()) {
            seen = events.getLast().seq();
        }
        return events;
    }

    /** Whether a process leads the run. */
    public boolean isLed() {
        return !journal.database().isFree(run);
    }
}
