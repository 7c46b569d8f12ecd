package io.hitless.run.lock;

import io.hitless.agent.HostLease;
import io.hitless.agent.LeaseReply;
import io.hitless.agent.LeaseRequest;
import io.hitless.event.Event;
import io.hitless.playbook.Play;
import io.hitless.run.host.HostRun;
import io.hitless.run.host.ParallelHosts;
import io.hitless.run.session.HostAccess;
import io.hitless.run.session.SessionPool;
import io.hitless.source.Problems;
import io.hitless.source.UserError;
import io.hitless.transport.ConnectFailure;
import io.hitless.transport.Target;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Takes the leases of hosts. */
final class LockTaker {
    private final LockSettings settings;
    private final LockAccess access;
    private final SessionPool sessions;
    private final Consumer<Event> events;
    private final int forks;
    private final HeldLocks held;
    private @Nullable LockIdentities identities;

    LockTaker(
            LockSettings settings,
            LockAccess access,
            SessionPool sessions,
            Consumer<Event> events,
            int forks,
            HeldLocks held) {
        this.settings = settings;
        this.access = access;
        this.sessions = sessions;
        this.events = events;
        this.forks = forks;
        this.held = held;
    }

    /** Uses the keywords of this play from now on. */
    void startPlay(Play play) {
        identities = LockIdentities.of(access, play);
    }

    /** The id of the run. */
    String run() {
        return settings.run();
    }

    HostAccess access(HostRun host, Play play) {
        return access.of(host, play.settings());
    }

    /** Whether a machine is locked. The bastion itself is not: other rollouts may start from it. */
    static boolean isLockable(Target target) {
        return !(target instanceof Target.Local);
    }

    /**
     * Locks hosts for all bastions that share a state.
     *
     * @return the hosts that another run has locked, with what is known of it
     */
    Map<String, String> lockShared(List<HostRun> hosts, Play play) {
        Map<String, String> names = new TreeMap<>(); // by machine
        for (HostRun host : hosts) {
            if (access(host, play).target() instanceof Target.Ssh machine) {
                names.putIfAbsent(shared(machine), host.name());
            }
        }
        Map<String, String> refused = new TreeMap<>();
        settings.shared().lock(names.keySet()).forEach((machine, by) -> refused.put(names.get(machine), by));
        return refused;
    }

    /** The same for one host. */
    void lockShared(HostRun host, Target target) {
        if (target instanceof Target.Ssh machine) {
            settings.shared().lock(List.of(shared(machine))).values().forEach(by -> {
                throw refusal(Map.of(host.name(), by));
            });
        }
    }

    private static String shared(Target.Ssh machine) {
        return machine.host() + ":" + Objects.requireNonNullElse(machine.port(), 22);
    }

    /** One error for all hosts that another run has locked. */
    static UserError refusal(Map<String, String> refused) {
        Problems problems = new Problems();
        refused.forEach((host, by) -> problems.add(new UserError(
                null,
                host + " is locked by " + by,
                "--lock-wait SECONDS waits for it; if its bastion is gone, 'hitless resume' continues it here")));
        return problems.asError();
    }

    /** Locks hosts in parallel; returns the refusals by host. */
    Map<String, LockRefusal> lock(List<HostRun> hosts, Play play) throws InterruptedException {
        Map<Target, List<HostRun>> byMachine = new LinkedHashMap<>(); // several names may mean one machine
        for (HostRun host : hosts) {
            Target target = access(host, play).target();
            if (isLockable(target)) {
                byMachine.computeIfAbsent(target, _ -> new ArrayList<>()).add(host);
            }
        }
        Map<String, LockRefusal> refused = new LinkedHashMap<>();
        new ParallelHosts(forks)
                .on(
                        byMachine.entrySet(),
                        "locking hosts",
                        machine -> lockIfReachable(machine.getValue(), machine.getKey()))
                .values()
                .forEach(refusal -> refusal.ifPresent(its -> refused.put(its.host(), its)));
        return refused;
    }

    /** Locks one machine. If it cannot be reached or cannot store a lock, it is skipped: its first task reports why. */
    private Optional<LockRefusal> lockIfReachable(List<HostRun> aliases, Target target) throws InterruptedException {
        try (SessionPool.Lease pooled =
                sessions.lease(target, aliases.getFirst().name())) {
            try {
                return pooled.hasRecentFailure() ? Optional.empty() : lock(aliases, target, pooled);
            } catch (ConnectFailure e) {
                pooled.rememberFailure(e);
            } catch (IOException _) {
                // its first task tries again
            }
            return Optional.empty();
        }
    }

    /** Locks one machine; returns its refusal, if any. */
    Optional<LockRefusal> lock(List<HostRun> aliases, Target target, SessionPool.Lease pooled)
            throws IOException, InterruptedException {
        HostRun host = aliases.getFirst();
        HeldLocks.Held already = held.onMachine(target);
        if (already != null) {
            held.add(aliases, target, already.lease(), already.brokenRun());
            return Optional.empty();
        }
        return switch (take(host, pooled)) {
            case LeaseReply.Granted granted -> {
                HostLease broken = granted.broken();
                held.add(
                        aliases, target, granted.lease(), broken == null || broken.bad() != null ? null : broken.run());
                report(host, granted);
                yield Optional.empty();
            }
            case LeaseReply.Refused refused -> Optional.of(LockRefusal.of(host.name(), refused, settings));
        };
    }

    private void report(HostRun host, LeaseReply.Granted granted) {
        HostLease broken = granted.broken();
        events.accept(new Event.Locked(host.name(), granted.lease().epoch(), broken == null ? null : broken.whose()));
        if (granted.alone()) {
            events.accept(new Event.Warning(
                    host.name()
                            + ": no directory there is open to all users, so rollouts that log in as another"
                            + " user and not as root can't see that it is locked",
                    null));
        }
    }

    /** Takes the lease. Takes it over from a run that has ended. */
    LeaseReply take(HostRun host, SessionPool.Lease pooled) throws IOException, InterruptedException {
        LockIdentities lockAs = Objects.requireNonNull(identities);
        LeaseRequest request = settings.request();
        LeaseReply reply = lockAs.take(host, pooled.session(), request);
        if (reply instanceof LeaseReply.Refused(var holder, var _)
                && holder.state() == HostLease.State.HELD
                && settings.hasEnded().test(holder.run())) {
            return lockAs.take(host, pooled.session(), request.knowing(holder.run()));
        }
        return reply;
    }
}
