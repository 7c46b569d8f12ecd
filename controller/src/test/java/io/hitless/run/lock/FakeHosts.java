package io.hitless.run.lock;

import io.hitless.agent.HostLease;
import io.hitless.agent.LeaseReply;
import io.hitless.event.Event;
import io.hitless.run.host.HostRun;
import io.hitless.run.session.FakeSession;
import io.hitless.run.session.HostAccess;
import io.hitless.run.session.SessionPool;
import io.hitless.transport.ConnectFailure;
import io.hitless.transport.Target;
import io.hitless.vars.HostVariables;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The hosts that lock tests use: some can be reached, each under its own name unless {@link #alias} says otherwise. */
final class FakeHosts {
    final List<Event> events = Collections.synchronizedList(new ArrayList<>());
    final HostRun web1 = new HostRun("web1", new HostVariables());
    final HostRun web2 = new HostRun("web2", new HostVariables());
    private final Map<String, FakeSession> machines = new HashMap<>();
    private final Map<String, Target> aliases = new HashMap<>();
    int connects;

    final SessionPool sessions = new SessionPool(target -> {
        connects++;
        String address = ((Target.Ssh) target).host();
        if (!machines.containsKey(address)) {
            throw new ConnectFailure.Unreachable("no route to " + address, null);
        }
        return Objects.requireNonNull(machines.get(address));
    });

    final LockAccess access = (host, _) -> new HostAccess(aliases.getOrDefault(host.name(), target(host.name())), null);

    /** A host that can be reached. */
    FakeSession machine(String address) {
        return machines.computeIfAbsent(address, _ -> new FakeSession());
    }

    /** The host name means this target. */
    void alias(String host, Target target) {
        aliases.put(host, target);
    }

    /** Whether no thread uses the session of this host. */
    boolean isFree(String address) throws InterruptedException {
        AtomicBoolean free = new AtomicBoolean();
        Thread.ofVirtual()
                .start(() -> {
                    try (SessionPool.Lease pooled = sessions.leaseIfFree(target(address), address)) {
                        free.set(pooled != null);
                    }
                })
                .join();
        return free.get();
    }

    List<String> warnings() {
        return events.stream()
                .filter(Event.Warning.class::isInstance)
                .map(event -> ((Event.Warning) event).text())
                .toList();
    }

    static Target target(String address) {
        return new Target.Ssh(address, null, null, null, List.of(), Map.of(), null, 0);
    }

    static LockSettings settings() {
        return new LockSettings("mine", "me", Duration.ofMinutes(1), Duration.ZERO, false, true, _ -> false);
    }

    /** Settings that know that rollout {@code theirs} has ended. */
    static LockSettings knowingTheirEnd() {
        return new LockSettings("mine", "me", Duration.ofMinutes(1), Duration.ZERO, false, true, "theirs"::equals);
    }

    static LeaseReply refused(HostLease.State state) {
        return new LeaseReply.Refused(lease(state, "theirs"), null);
    }

    static HostLease lease(HostLease.State state, String run) {
        return lease(state, run, 0, null);
    }

    static HostLease lease(HostLease.State state, String run, long process, @Nullable String bad) {
        return new HostLease(
                "/run/lease", "root", state, 7, run, "ann", Instant.EPOCH, Duration.ofSeconds(-9), process, bad);
    }
}
