package io.hitless.event;

import io.hitless.source.Span;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the fields of an event, or of an object within an event. */
final class EventFields {
    private final Map<?, ?> map;
    private final Map<String, Span> places;

    /** @param places the positions read so far, so that equal ones share an object */
    EventFields(Map<?, ?> map, Map<String, Span> places) {
        this.map = map;
        this.places = places;
    }

    boolean has(String name) {
        return map.get(name) != null;
    }

    private <T> T get(String name, Class<T> type) {
        Object value = map.get(name);
        if (!type.isInstance(value)) {
            throw new IllegalArgumentException("'" + name + "' is missing or of the wrong kind");
        }
        return type.cast(value);
    }

    String text(String name) {
        return get(name, String.class);
    }

    /** Returns the name of an enum constant. */
    String constant(String name) {
        return text(name).toUpperCase(Locale.ROOT);
    }

    Map<String, Long> numbers(String name) {
        Map<String, Long> out = new LinkedHashMap<>();
        object(name).map.forEach((key, value) -> out.put((String) key, (Long) value));
        return out;
    }

    @Nullable
    String textOrNull(String name) {
        return has(name) ? text(name) : null;
    }

    @Nullable
    Delegate delegate() {
        String name = textOrNull("delegate");
        return name == null ? null : new Delegate(name, textOrNull("delegate_address"));
    }

    int number(String name) {
        return get(name, Long.class).intValue();
    }

    boolean flag(String name) {
        return get(name, Boolean.class);
    }

    EventFields object(String name) {
        return new EventFields(get(name, Map.class), places);
    }

    /** Returns a list of numbers; empty if it is missing. */
    List<Integer> integers(String name) {
        List<Integer> out = new ArrayList<>();
        if (has(name)) {
            for (Object item : get(name, List.class)) {
                out.add(((Long) item).intValue());
            }
        }
        return out;
    }

    List<String> texts(String name) {
        List<String> out = new ArrayList<>();
        for (Object item : get(name, List.class)) {
            out.add((String) item);
        }
        return out;
    }

    Span place(String name) {
        EventFields at = object(name);
        String file = at.text("file");
        int line = at.number("line");
        int column = at.number("column");
        return places.computeIfAbsent(file + ":" + line + ":" + column, _ -> Span.at(file, line, column));
    }

    TaskRef task() {
        EventFields task = object("task");
        return new TaskRef(
                task.number("id"),
                task.text("key"),
                task.text("name"),
                task.text("action"),
                task.flag("handler"),
                task.place("at"));
    }

    Outcome outcome() {
        EventFields outcome = object("outcome");
        List<Outcome.Diff> diffs = new ArrayList<>();
        for (Object item : outcome.get("diffs", List.class)) {
            EventFields diff = new EventFields((Map<?, ?>) item, places);
            diffs.add(
                    new Outcome.Diff(diff.text("label"), diff.text("before"), diff.text("after"), diff.has("wanted")));
        }
        return new Outcome(
                Outcome.Status.valueOf(outcome.constant("status")),
                outcome.values("result"),
                diffs,
                outcome.detail(),
                Duration.ofNanos(Math.round(outcome.get("seconds", Double.class) * 1e9)),
                outcome.textOrNull("mark"));
    }

    private Outcome.Detail detail() {
        if (has("own_fields")) {
            return Outcome.Detail.OWN_FIELDS;
        }
        return flag("verbose") ? Outcome.Detail.ALWAYS : Outcome.Detail.ON_REQUEST;
    }

    CustomStats stats() {
        Map<String, Map<String, @Nullable Object>> byHost = new LinkedHashMap<>();
        values("stats")
                .keySet()
                .forEach(host -> byHost.put(host, object("stats").values(host)));
        CustomStats stats = new CustomStats(byHost, values("run_stats"));
        return stats.isEmpty() ? CustomStats.NONE : stats;
    }

    /** Returns the entries of an object, none if it is missing. */
    private Map<String, @Nullable Object> values(String name) {
        Map<String, @Nullable Object> out = new LinkedHashMap<>();
        if (has(name)) {
            object(name).map.forEach((key, value) -> out.put((String) key, value));
        }
        return out;
    }

    Map<String, Counts> recap() {
        Map<String, Counts> out = new LinkedHashMap<>();
        EventFields recap = object("recap");
        for (Object key : recap.map.keySet()) {
            String host = (String) key;
            EventFields c = recap.object(host);
            out.put(
                    host,
                    new Counts(
                            c.number("ok"),
                            c.number("changed"),
                            c.number("unreachable"),
                            c.number("failed"),
                            c.number("skipped"),
                            c.number("rescued"),
                            c.number("ignored")));
        }
        return out;
    }
}
