package io.hitless.store;

import io.hitless.event.Event;
import io.hitless.event.EventJson;
import io.hitless.source.Reason;
import io.hitless.source.UserError;
import java.time.Instant;

/**
 * An event read from the journal.
 *
 * @param seq its number in the run, from 1; a resume continues the numbering
 * @param at when it was published
 */
public record StoredEvent(long seq, Instant at, Event event) {
    /** @throws UserError if the event is damaged */
    static StoredEvent read(RunId run, JournalSql.Row row, EventJson json) {
        try {
            return new StoredEvent(row.seq(), Instant.ofEpochMilli(row.at()), json.read(row.body()));
        } catch (IllegalArgumentException e) {
            throw new UserError("event " + row.seq() + " of run " + run + " can't be read: " + Reason.of(e));
        }
    }
}
