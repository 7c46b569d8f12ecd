package io.hitless.serve;

import io.hitless.event.Event;
import io.hitless.event.Outcome;
import io.hitless.event.TaskRef;
import io.hitless.report.html.VisibleText;
import io.hitless.store.Journal;
import io.hitless.store.RunId;
import io.hitless.store.RunRecord;
import io.hitless.store.StoredEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A run in progress as JSON: the events since the last request, without what the live view does not show. */
final class LiveRunJson {
    private static final int WHY = 2_000;

    private LiveRunJson() {}

    /** @param after the number of the last event that the client has; 0 for none */
    static Map<String, @Nullable Object> of(Journal journal, RunId id, long after) {
        RunRecord run = journal.record(id);
        List<Map<String, @Nullable Object>> events = new ArrayList<>();
        long[] last = {after};
        journal.events(id, after, event -> {
            last[0] = event.seq();
            Map<String, @Nullable Object> shown = shown(event);
            if (shown != null) {
                events.add(shown);
            }
        });
        Map<String, @Nullable Object> out = new LinkedHashMap<>();
        out.put("run", FleetView.run(run));
        out.put("now", System.currentTimeMillis());
        out.put("seq", last[0]);
        out.put("events", events);
        return out;
    }

    private static @Nullable Map<String, @Nullable Object> shown(StoredEvent stored) {
        return switch (stored.event()) {
            case Event.PlayStarted play -> event(stored, "play", "name", play.name(), "hosts", texts(play.hosts()));
            case Event.BatchStarted batch ->
                event(stored, "batch", "number", batch.number(), "of", batch.of(), "hosts", texts(batch.hosts()));
            case Event.TaskStarted(var task, var hosts) ->
                event(stored, "task", "name", name(task), "place", task.at().toString(), "hosts", texts(hosts));
            case Event.TaskEnded ended -> ended(stored, ended);
            case Event.Included included -> event(stored, "included", "hosts", texts(included.hosts()));
            case Event.Rescued rescued -> event(stored, "rescued", "host", rescued.host());
            case Event.Decision decision ->
                event(
                        stored,
                        "note",
                        "kind",
                        word(decision.topic()),
                        "verdict",
                        word(decision.verdict()),
                        "text",
                        decision.text());
            case Event.Warning warning -> event(stored, "note", "kind", "warning", "text", warning.text());
            case Event.NoMoreHosts none ->
                event(stored, "note", "kind", "halted", "verdict", "halt", "text", none.why());
            case Event.Retrying retrying ->
                event(
                        stored,
                        "note",
                        "kind",
                        "retrying",
                        "text",
                        retrying.host() + ": " + retrying.task().name() + ", " + retrying.left() + " tries left");
            case Event.RunEnded _ -> event(stored, "end");
            default -> null;
        };
    }

    private static Map<String, @Nullable Object> ended(StoredEvent stored, Event.TaskEnded ended) {
        Outcome outcome = ended.outcome();
        String why = outcome.result().get("msg") instanceof String text ? text : "";
        boolean bad = outcome.status() == Outcome.Status.FAILED || outcome.status() == Outcome.Status.UNREACHABLE;
        return event(
                stored,
                "done",
                "name",
                name(ended.task()),
                "place",
                ended.task().at().toString(),
                "host",
                ended.host(),
                "status",
                word(outcome.status()),
                "ms",
                outcome.took().toMillis(),
                "why",
                bad ? why.substring(0, Math.min(why.length(), WHY)) : null);
    }

    private static String name(TaskRef task) {
        return (task.handler() ? "handler " : "") + task.name();
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static List<String> texts(List<String> texts) {
        return texts.stream().map(VisibleText::text).toList();
    }

    private static Map<String, @Nullable Object> event(
            StoredEvent stored, String type, @Nullable Object... namesAndValues) {
        Map<String, @Nullable Object> out = new LinkedHashMap<>();
        out.put("type", type);
        out.put("at", stored.at().toEpochMilli());
        for (int i = 0; i < namesAndValues.length; i += 2) {
            Object value = namesAndValues[i + 1];
            out.put(String.valueOf(namesAndValues[i]), value instanceof String text ? VisibleText.text(text) : value);
        }
        return out;
    }
}
