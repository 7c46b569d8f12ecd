package io.hitless.run.plan;

import io.hitless.playbook.Task;
import io.hitless.run.session.HostAccess;
import io.hitless.run.step.WrittenNames;
import io.hitless.source.Span;
import io.hitless.value.Values;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The services that tasks and handlers keep running. An inspection collects them, and checks them at its end.
 * Thread-safe.
 */
public final class ManagedServices {
    private static final Set<String> UNITS = Set.of(
            "service", "socket", "device", "mount", "automount", "swap", "target", "path", "timer", "slice", "scope");

    private final Map<String, Map<String, ManagedService>> byHost = new LinkedHashMap<>();

    /**
     * A service.
     *
     * @param unit the name of the systemd unit
     * @param access how the task reaches the host, and as which user
     * @param task the name of the task or handler
     */
    record ManagedService(String unit, HostAccess access, String task, Span at) {}

    /** Adds the service that a task or handler keeps running on a host, if it does. */
    public synchronized void note(Task task, String host, Map<String, @Nullable Object> args, HostAccess access) {
        String unit = unit(task.module().name(), args);
        if (unit != null) {
            byHost.computeIfAbsent(host, _ -> new LinkedHashMap<>())
                    .putIfAbsent(unit, new ManagedService(unit, access, WrittenNames.of(task), task.span()));
        }
    }

    private static @Nullable String unit(String module, Map<String, @Nullable Object> args) {
        Object name = switch (module) {
            case "service" -> args.get("name");
            case "systemd" -> "system".equals(args.get("scope")) ? args.get("name") : null;
            case "haproxy_config", "nginx_config", "keepalived_config" -> args.get("unit");
            default -> null;
        };
        boolean running = !"stopped".equals(args.get("state")) && !Boolean.TRUE.equals(args.get("masked"));
        String text = name == null ? "" : Values.text(name);
        if (!running || text.isEmpty()) {
            return null;
        }
        return UNITS.contains(text.substring(text.lastIndexOf('.') + 1)) ? text : text + ".service";
    }

    /** Returns the hosts with managed services. */
    synchronized Set<String> hosts() {
        return Set.copyOf(byHost.keySet());
    }

    synchronized Collection<ManagedService> of(String host) {
        return byHost.getOrDefault(host, Map.of()).values();
    }
}
