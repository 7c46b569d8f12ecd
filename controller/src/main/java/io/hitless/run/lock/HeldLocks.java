package io.hitless.run.lock;

import io.hitless.agent.HeldLease;
import io.hitless.run.host.HostRun;
import io.hitless.run.host.HostState;
import io.hitless.transport.Target;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The leases that a run holds, by host name. Several names may mean one machine. */
final class HeldLocks {
    private final Map<String, Held> byHost = new ConcurrentHashMap<>();

    /**
     * The lease of one host.
     *
     * @param brokenRun the rollout whose stale lock was broken for it, or null
     */
    record Held(
            HostRun host,
            Target target,
            HeldLease lease,
            @Nullable String brokenRun) {
        // Its session may be closed although the host is fine: a call took too long, or the session was lost while the
        // host waited.
        boolean isReachable() {
            return !host.isUnreachable() && !(host.state() instanceof HostState.Quarantined);
        }

        boolean isLostWithChanges() {
            return host.isLost() && !host.changes().isEmpty();
        }

        boolean isLostWithDelegatedChanges() {
            return host.isLost() && !host.changes().onDelegates().isEmpty();
        }
    }

    void add(List<HostRun> aliases, Target target, HeldLease lease, @Nullable String brokenRun) {
        aliases.forEach(host -> byHost.put(host.name(), new Held(host, target, lease, brokenRun)));
    }

    boolean has(HostRun host) {
        return byHost.containsKey(host.name());
    }

    @Nullable
    Held ofHost(String host) {
        return byHost.get(host);
    }

    /** The lease of a machine, under any of its names; null if it is not locked. */
    @Nullable
    Held onMachine(Target target) {
        return byHost.values().stream()
                .filter(held -> held.target().equals(target))
                .findFirst()
                .orElse(null);
    }

    void forEach(Consumer<Held> each) {
        byHost.values().forEach(each);
    }

    /** Removes all leases and returns them, grouped by machine. */
    Collection<List<Held>> removeAll() {
        Map<Target, List<Held>> machines = new LinkedHashMap<>();
        forEach(held ->
                machines.computeIfAbsent(held.target(), _ -> new ArrayList<>()).add(held));
        byHost.clear();
        return machines.values();
    }
}
