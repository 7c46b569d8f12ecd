package io.hitless.store;

import io.hitless.event.Event;
import java.time.Instant;

/**
 * An event read from the journal.
 *
 * @param seq its number in the run, from 1; a resume continues the numbering
 * @param at when it was published
 */
public record StoredEvent(long seq, Instant at, Event event) {}
