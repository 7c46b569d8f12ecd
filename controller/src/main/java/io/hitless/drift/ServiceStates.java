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

/** The states of services that a check found; collected from its events. */
public final class ServiceStates implements EventSink {
    /** The action of the task that reports services. */
    static final String ACTION = "service_state";

    private final Map<String, List<Service>> byHost = new LinkedHashMap<>();

    /**
     * A service that a task keeps running.
     *
     * @param unit the name of its unit in systemd
     * @param at the position of the task
     * @param active its ActiveState in systemd
     * @param start an id that changes at each start
     * @param started when it was started, by the clock of the machine that runs hitless; null if unknown
     * @param restarts how often systemd restarted it by itself
     * @param triggered whether a timer or socket starts it
     * @param stale whether its unit file changed and systemd has not reloaded it
     * @param files its unit and drop-ins, one line each, with a checksum
     * @param exe its program, or null
     * @param program the state of that program: {@code installed}, {@code replaced}, {@code again}, {@code removed},
     *     {@code another}, {@code unreadable}; null if no process runs
     * @param brokenPackage the package that contains a different version of the program, or null
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
            List<Service> found = byHost.computeIfAbsent(ended.host(), _ -> new ArrayList<>());
            services.forEach(each -> {
                if (each instanceof Map<?, ?> fields) {
                    found.add(service(fields));
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
