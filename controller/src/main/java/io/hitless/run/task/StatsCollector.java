package io.hitless.run.task;

import io.hitless.event.CustomStats;
import io.hitless.event.Outcome;
import io.hitless.run.event.EventPublisher;
import io.hitless.run.host.HostRun;
import io.hitless.run.result.CompletedTask;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Collects the values that {@code set_stats} tasks record, with secrets masked. The tasks of a run that is resumed
 * record theirs again. Thread-safe.
 */
public final class StatsCollector {
    private final EventPublisher events;
    private final Map<String, Map<String, @Nullable Object>> byHost = new TreeMap<>();
    private final Map<String, @Nullable Object> ofRun = new LinkedHashMap<>();

    public StatsCollector(EventPublisher events) {
        this.events = events;
    }

    /** Returns what was collected so far. */
    public synchronized CustomStats soFar() {
        Map<String, Map<String, @Nullable Object>> hosts = new TreeMap<>();
        byHost.forEach((host, values) -> hosts.put(host, new LinkedHashMap<>(values)));
        return hosts.isEmpty() && ofRun.isEmpty()
                ? CustomStats.NONE
                : new CustomStats(hosts, new LinkedHashMap<>(ofRun));
    }

    /**
     * Adds the values of a task. As in Ansible, a failed task records nothing. Must be called within the use of the
     * task's secrets.
     *
     * @param concerned the hosts to which values per host apply
     */
    void add(CompletedTask ended, boolean looped, List<HostRun> concerned) {
        Outcome outcome = ended.outcome();
        if (outcome.status() != Outcome.Status.OK && outcome.status() != Outcome.Status.CHANGED) {
            return;
        }
        List<?> results =
                looped && outcome.result().get("results") instanceof List<?> items ? items : List.of(outcome.result());
        for (Object result : results) {
            if (result instanceof Map<?, ?> fields && fields.get("ansible_stats") instanceof Map<?, ?> stats) {
                add(stats, concerned);
            }
        }
    }

    private synchronized void add(Map<?, ?> stats, List<HostRun> concerned) {
        if (!(events.redactedValue(stats.get("data")) instanceof Map<?, ?> data) || data.isEmpty()) {
            return;
        }
        boolean aggregate = Boolean.TRUE.equals(stats.get("aggregate"));
        if (Boolean.FALSE.equals(stats.get("per_host"))) {
            add(data, aggregate, ofRun);
            return;
        }
        for (HostRun host : concerned) {
            add(data, aggregate, byHost.computeIfAbsent(host.name(), _ -> new LinkedHashMap<>()));
        }
    }

    private static void add(Map<?, ?> data, boolean aggregate, Map<String, @Nullable Object> into) {
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
