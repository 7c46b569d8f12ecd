package io.hitless.run.event;

import io.hitless.event.Event;
import io.hitless.event.EventSink;
import io.hitless.run.resume.ReplayFilter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sends the sinks what happens, one event at a time, without secrets: nothing gets past the redactor, and nothing that
 * was reported before is reported again.
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
        synchronized (sink) {
            replay.news(event).forEach(news -> sink.on(redactor.shown(news)));
        }
    }

    /** As {@link EventRedactor#sealed}. */
    public @Nullable String sealed(Map<String, @Nullable Object> whole, Map<String, @Nullable Object> shown) {
        return redactor.sealed(whole, shown);
    }

    /** A text as it may be shown. */
    public String redacted(String text) {
        return redactor.redactor().redact(text);
    }
}
