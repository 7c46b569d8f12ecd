package io.hitless.run.event;

import io.hitless.event.Event;
import io.hitless.event.EventSink;
import io.hitless.run.resume.ReplayFilter;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sends events to the sinks, one at a time, with secrets masked. Events that were reported before a resume are not sent
 * again.
 */
public final class EventPublisher {
    private final EventSink sink;
    private final ReplayFilter replay;
    private final EventRedactor redactor;

    public EventPublisher(EventSink sink, ReplayFilter replay, EventRedactor redactor) {
        this.sink = sink;
        this.replay = replay;
        this.redactor = redactor;
    }

    public void publish(Event event) {
        Event shown = redactor.shown(event);
        synchronized (sink) {
            replay.newEvents(shown).forEach(sink::on);
        }
    }

    /** Sends what another process of the run has published. */
    public void relay(List<Event> events) {
        synchronized (sink) {
            events.forEach(sink::on);
        }
    }

    /** See {@link EventSink#flush}. */
    public boolean flush() {
        synchronized (sink) {
            return sink.flush();
        }
    }

    /** See {@link EventRedactor#sealed}. */
    public @Nullable String sealed(Map<String, @Nullable Object> whole, Map<String, @Nullable Object> shown) {
        return redactor.sealed(whole, shown);
    }

    /** A value with secrets masked, as it may be shown. */
    public @Nullable Object redactedValue(@Nullable Object value) {
        return redactor.redacted(value);
    }

    /** A text with secrets masked. */
    public String redacted(String text) {
        return redactor.redactor().redact(text);
    }
}
