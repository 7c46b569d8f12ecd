package io.hitless.store;

import io.hitless.event.Event;
import java.time.Instant;

/**
 * An event of a run, read back.
 *
 * @param seq its place in the run, from 1; it goes on counting when the run is resumed
 * @param at when it was told
 */
public record StoredEvent(long seq, Instant at, Event event) {}
