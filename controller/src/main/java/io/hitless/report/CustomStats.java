package io.hitless.report;

import io.hitless.event.Event;
import io.hitless.event.Outcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The values that {@code set_stats} tasks recorded, for the run and for each host. */
public final class CustomStats {
    private final Map<String, Map<String, @Nullable Object>> byHost = new TreeMap<>();
    private final Map<String, @Nullable Object> ofRun = new LinkedHashMap<>();

    /** Returns the values per host, sorted by host name. */
    public Map<String, Map<String, @Nullable Object>> byHost() {
        return byHost;
    }

    /** Returns the values of the whole run. */
    public Map<String, @Nullable Object> ofRun() {
        return ofRun;
    }

    /** Adds the values of a task. As in Ansible, a failed task records nothing. */
    public void add(Event.TaskEnded ended) {
        Outcome outcome = ended.outcome();
        if (outcome.status() != Outcome.Status.OK && outcome.status() != Outcome.Status.CHANGED) {
            return;
        }
        List<?> results = ended.looped() && outcome.result().get("results") instanceof List<?> items
                ? items
                : List.of(outcome.result());
        for (Object result : results) {
            if (result instanceof Map<?, ?> fields && fields.get("ansible_stats") instanceof Map<?, ?> stats) {
                add(stats, ended.host());
            }
        }
    }

    private void add(Map<?, ?> stats, String host) {
        if (!(stats.get("data") instanceof Map<?, ?> data) || data.isEmpty()) {
            return;
        }
        Map<String, @Nullable Object> into = Boolean.FALSE.equals(stats.get("per_host"))
                ? ofRun
                : byHost.computeIfAbsent(host, _ -> new LinkedHashMap<>());
        boolean aggregate = Boolean.TRUE.equals(stats.get("aggregate"));
        data.forEach((key, value) -> {
            String name = String.valueOf(key);
            into.put(name, aggregate && into.containsKey(name) ? sum(into.get(name), value) : value);
        });
    }

    /** Adds two values like Python's {@code +}. If their types do not match, returns the first one. */
    private static @Nullable Object sum(@Nullable Object old, @Nullable Object more) {
        return switch (old) {
            case Map<?, ?> map when more instanceof Map<?, ?> other -> merged(map, other);
            case List<?> list
            when more instanceof List<?> other -> {
                List<@Nullable Object> joined = new ArrayList<>(list);
                joined.addAll(other);
                yield joined;
            }
            case String text when more instanceof String other -> text + other;
            case Long number when more instanceof Long other -> number + other;
            case Double number when more instanceof Double other -> number + other;
            case Boolean flag when more instanceof Boolean other -> (flag ? 1L : 0L) + (other ? 1L : 0L);
            case null, default -> old;
        };
    }

    private static Map<Object, @Nullable Object> merged(Map<?, ?> old, Map<?, ?> more) {
        Map<Object, @Nullable Object> all = new LinkedHashMap<>(old);
        more.forEach((key, value) -> all.put(
                key,
                all.get(key) instanceof Map<?, ?> inner && value instanceof Map<?, ?> other
                        ? merged(inner, other)
                        : value));
        return all;
    }
}
