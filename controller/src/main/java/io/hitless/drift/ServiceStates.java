package io.hitless.drift;

import io.hitless.event.Event;
import io.hitless.event.EventSink;
import io.hitless.value.Values;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How services run, as a check came to know it: a sink of its events. */
public final class ServiceStates implements EventSink {
    /** The action of the task that tells of services. */
    static final String ACTION = "service_state";

    private final Map<String, List<Service>> byHost = new LinkedHashMap<>();

    /**
     * A service that a task keeps running.
     *
     * @param unit as systemd has it
     * @param at the task's place
     * @param active systemd's word for it
     * @param start another at each start
     * @param started when that was, by this machine's clock; null if that is not known
     * @param restarts how often systemd has started it again by itself
     * @param triggered whether a timer or socket starts it
     * @param stale whether systemd has not read its unit as it is on disk
     * @param files its unit and drop-ins, a line each with a checksum
     * @param exe its program, or null
     * @param program how that is: {@code installed}, {@code replaced}, {@code again}, {@code removed}, {@code another},
     *     {@code unreadable}; null where no process runs
     * @param brokenPackage the package that has its program otherwise, or null
     */
    record Service(
            String unit,
            String at,
            String active,
            String start,
            @Nullable Instant started,
            long restarts,
            boolean triggered,
            boolean stale,
            String files,
            @Nullable String exe,
            @Nullable String program,
            @Nullable String brokenPackage) {
        String name() {
            return unit.endsWith(".service") ? unit.substring(0, unit.length() - ".service".length()) : unit;
        }

        boolean isActive() {
            return active.equals("active");
        }
    }

    @Override
    public void on(Event event) {
        if (event instanceof Event.TaskEnded ended
                && ended.task().action().equals(ACTION)
                && ended.outcome().result().get("services") instanceof List<?> services) {
            List<Service> its = byHost.computeIfAbsent(ended.host(), _ -> new ArrayList<>());
            services.forEach(each -> {
                if (each instanceof Map<?, ?> fields) {
                    its.add(service(fields));
                }
            });
        }
    }

    private static Service service(Map<?, ?> fields) {
        return new Service(
                text(fields, "name"),
                text(fields, "at"),
                text(fields, "active"),
                text(fields, "id"),
                fields.get("age") instanceof Number age ? Instant.now().minusSeconds(age.longValue()) : null,
                fields.get("restarts") instanceof Number restarts ? restarts.longValue() : 0,
                Boolean.TRUE.equals(fields.get("triggered")),
                Boolean.TRUE.equals(fields.get("stale")),
                text(fields, "files").stripTrailing(),
                fields.get("exe") instanceof String exe ? exe : null,
                fields.get("running") instanceof String program ? program : null,
                fields.get("package") instanceof String broken ? broken : null);
    }

    private static String text(Map<?, ?> fields, String name) {
        Object value = fields.get(name);
        return value == null ? "" : Values.text(value);
    }

    List<Service> of(String host) {
        return byHost.getOrDefault(host, List.of());
    }
}
