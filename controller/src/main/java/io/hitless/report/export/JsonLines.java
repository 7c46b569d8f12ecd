package io.hitless.report.export;

import io.hitless.event.Event;
import io.hitless.event.EventJson;
import io.hitless.event.EventSink;
import io.hitless.event.Outcome;
import io.hitless.event.ValueJson;
import java.io.PrintStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A run as one JSON object per line: its events as in {@link EventJson}, each with {@code run}, {@code seq} and
 * {@code time} and, for ended tasks, the {@code state} of the host; then the {@link VerdictJson}.
 */
public final class JsonLines implements EventSink {
    private final RunMetadata head;
    private final PrintStream out;
    private final InstantSource clock;
    private final EventJson json = new EventJson();
    private long lines;

    public JsonLines(RunMetadata head, PrintStream out, InstantSource clock) {
        this.head = head;
        this.out = out;
        this.clock = clock;
    }

    @Override
    public void on(Event event) {
        if (event instanceof Event.HostStarted) {
            return; // only live views need it; the journal does not have it either
        }
        Map<String, @Nullable Object> fields = json.fields(event);
        fields.remove("sealed"); // data sealed with the vault password stays in the journal
        Outcome outcome = switch (event) {
            case Event.TaskEnded ended -> ended.outcome();
            case Event.ItemEnded ended -> ended.outcome();
            default -> null;
        };
        if (outcome != null) {
            fields.put("state", RunResult.word(RunResultBuilder.state(outcome.status(), head.check())));
        }
        line(fields, clock.instant());
    }

    /** Writes the last line. */
    public void end(RunResult result) {
        line(VerdictJson.of(result), result.ended());
    }

    private void line(Map<String, @Nullable Object> fields, Instant time) {
        Map<String, @Nullable Object> line = new LinkedHashMap<>();
        line.put("run", head.id());
        line.put("seq", ++lines);
        line.put("time", VerdictJson.time(time));
        line.putAll(fields);
        out.print(ValueJson.write(line) + "\n");
        out.flush();
    }
}
