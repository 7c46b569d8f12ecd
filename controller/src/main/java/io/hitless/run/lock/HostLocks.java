package io.hitless.run.lock;

import io.hitless.agent.CallContext;
import io.hitless.agent.HeldLease;
import io.hitless.agent.HostLease;
import io.hitless.agent.LeaseAnswer;
import io.hitless.agent.LeaseRequest;
import io.hitless.agent.RecoveredCall;
import io.hitless.event.Event;
import io.hitless.playbook.Play;
import io.hitless.run.host.HostRun;
import io.hitless.run.host.HostState;
import io.hitless.run.host.ParallelHosts;
import io.hitless.run.resume.RunHistory;
import io.hitless.run.session.HostAccess;
import io.hitless.run.session.SessionPool;
import io.hitless.run.step.CallKey;
import io.hitless.source.Reason;
import io.hitless.source.UserError;
import io.hitless.transport.ConnectFailure;
import io.hitless.transport.Target;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One rollout per host at a time: the leases that this one has on its hosts. They are taken before the first host of a
 * play is touched, so that two rollouts meet at the beginning and not half-way; each call renews its host's, and a
 * heartbeat those of hosts that wait. Without its lock a host is not touched.
 */
public final class HostLocks {
    private static final Duration ASK_AGAIN = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final @Nullable LockSettings locking;
    private final LockAccess access;
    private final SessionPool sessions;
    private final Consumer<Event> events;
    private final RunHistory past;
    private final int forks;
    private final Map<String, Held> held = new ConcurrentHashMap<>();
    private @Nullable LockIdentities identities;
    private @Nullable Thread heart;

    /** @param locking null: this run keeps nobody off, and nothing of it is kept on hosts */
    public HostLocks(
            @Nullable LockSettings locking,
            LockAccess access,
            SessionPool sessions,
            Consumer<Event> events,
            RunHistory past,
            int forks) {
        this.locking = locking;
        this.access = access;
        this.sessions = sessions;
        this.events = events;
        this.past = past;
        this.forks = forks;
    }

    /** @param broken the rollout that it was taken from, if that is known, or null */
    private record Held(
            HostRun host,
            Target target,
            HeldLease lease,
            @Nullable String broken) {
        // A session may have been given up for one call that took too long, or been lost while its host waited.
        boolean mayAnswer() {
            return !host.isUnreachable() && !(host.state() instanceof HostState.Quarantined);
        }
    }

    /**
     * Locks hosts of a play that are not locked yet. One that can't be reached, or can't keep a lock, is left to its
     * first task to find out.
     *
     * @throws UserError if another rollout has some of them, and does not let go of them in time
     */
    public void take(List<HostRun> hosts, Play play) throws InterruptedException {
        if (locking == null || !locking.locks()) {
            return;
        }
        identities = LockIdentities.of(access, play);
        long until = System.nanoTime() + locking.patience().toNanos();
        boolean told = false;
        while (true) {
            Map<String, LockRefusal> refused = ask(
                    hosts.stream()
                            .filter(host -> !host.isLost() && !held.containsKey(host.name()))
                            .toList(),
                    play);
            if (refused.isEmpty()) {
                break;
            }
            if (isHopeless(refused.values()) || System.nanoTime() >= until) {
                throw LockRefusal.all(refused);
            }
            if (!told) {
                told = true;
                refused.values()
                        .forEach(one -> events.accept(new Event.Warning(one.words() + "; waiting for its lock", null)));
            }
            Thread.sleep(ASK_AGAIN);
        }
        if (heart == null) {
            heart = Thread.ofVirtual().name("lock heartbeat").start(() -> beat(locking));
        }
    }

    // A rollout that is gone lets go of nothing. Its locks run out one after another: all of them are to be told, and
    // as what they are.
    private static boolean isHopeless(Collection<LockRefusal> refused) {
        Set<String> gone = refused.stream()
                .filter(LockRefusal::isStale)
                .map(one -> one.holder().run())
                .collect(Collectors.toSet());
        return !gone.isEmpty()
                && refused.stream()
                        .noneMatch(one ->
                                !one.isStale() && gone.contains(one.holder().run()));
    }

    /** Asks all at once; returns who has those that were refused. */
    private Map<String, LockRefusal> ask(List<HostRun> hosts, Play play) throws InterruptedException {
        Map<Target, List<HostRun>> byMachine = new LinkedHashMap<>(); // a machine may have several names
        for (HostRun host : hosts) {
            Target target = access.of(host, play.settings()).target();
            if (isLocked(target)) {
                byMachine.computeIfAbsent(target, _ -> new ArrayList<>()).add(host);
            }
        }
        Map<String, LockRefusal> refused = new LinkedHashMap<>();
        new ParallelHosts(forks)
                .on(byMachine.entrySet(), "locking hosts", machine -> askOrLeave(machine.getValue(), machine.getKey()))
                .values()
                .forEach(refusal -> refusal.ifPresent(its -> refused.put(its.host(), its)));
        return refused;
    }

    // The bastion itself is not: other rollouts may go out from it.
    private static boolean isLocked(Target target) {
        return !(target instanceof Target.Local);
    }

    /** As {@link #ask}; what goes wrong is found out once more by the host's first task, which fails by it. */
    private Optional<LockRefusal> askOrLeave(List<HostRun> names, Target target) throws InterruptedException {
        try (SessionPool.Lease way = sessions.lease(target, names.getFirst().name())) {
            try {
                return way.hasWord() ? Optional.empty() : ask(names, target, way);
            } catch (ConnectFailure e) {
                way.leaveWord(e);
            } catch (IOException _) {
                // it is asked again
            }
            return Optional.empty();
        }
    }

    /** Who has a machine that was refused. */
    private Optional<LockRefusal> ask(List<HostRun> names, Target target, SessionPool.Lease way)
            throws IOException, InterruptedException {
        LockSettings how = Objects.requireNonNull(locking);
        HostRun host = names.getFirst();
        Held its = held.values().stream()
                .filter(other -> other.target().equals(target))
                .findFirst()
                .orElse(null);
        if (its != null) {
            names.forEach(name -> held.put(name.name(), new Held(name, target, its.lease(), its.broken())));
            return Optional.empty();
        }
        return switch (answer(host, way, how)) {
            case LeaseAnswer.Granted granted -> {
                HostLease broken = granted.broken();
                String from = broken == null || broken.bad() != null ? null : broken.run();
                names.forEach(name -> held.put(name.name(), new Held(name, target, granted.lease(), from)));
                events.accept(
                        new Event.Locked(host.name(), granted.lease().epoch(), broken == null ? null : broken.whose()));
                if (granted.alone()) {
                    events.accept(new Event.Warning(
                            host.name()
                                    + ": no directory there is open to all users, so rollouts that log in as another"
                                    + " user and not as root can't see that it is locked",
                            null));
                }
                yield Optional.empty();
            }
            case LeaseAnswer.Refused refused -> Optional.of(LockRefusal.of(host.name(), refused, how));
        };
    }

    private LeaseAnswer answer(HostRun host, SessionPool.Lease way, LockSettings how)
            throws IOException, InterruptedException {
        LockIdentities whom = Objects.requireNonNull(identities);
        LeaseRequest request = how.request();
        LeaseAnswer answer = whom.take(host, way.session(), request);
        boolean ended = answer instanceof LeaseAnswer.Refused refused
                && refused.holder().state() == HostLease.State.HELD
                && how.hasEnded().test(refused.holder().run());
        return ended
                ? whom.take(
                        host,
                        way.session(),
                        request.knowing(((LeaseAnswer.Refused) answer).holder().run()))
                : answer;
    }

    /**
     * What makes a call on a host of the run part of this rollout; null where nothing is to be kept of it.
     *
     * @throws ConnectFailure if the host is not locked, and can't be reached for that
     * @throws UserError if it can't be locked: it is not touched then
     */
    public @Nullable CallContext ticket(HostRun host, Target target, CallKey key)
            throws ConnectFailure, InterruptedException {
        if (locking == null) {
            return null;
        }
        if (locking.locks() && isLocked(target) && !held.containsKey(host.name())) {
            try (SessionPool.Lease way = sessions.lease(target, host.name())) {
                ask(List.of(host), target, way).ifPresent(refusal -> {
                    throw refusal.error();
                });
            } catch (ConnectFailure e) {
                throw e;
            } catch (IOException e) {
                throw new UserError(
                        null,
                        host.name() + " could not be locked, so nothing was done: " + Reason.of(e),
                        "--without-locks continues all the same; nothing keeps other rollouts off then");
            }
        }
        return ticket(host.name(), target, key);
    }

    /** The same for a host that acts in place of one of the run; it need not be locked. */
    public @Nullable CallContext ticket(String host, Target target, CallKey key) {
        if (locking == null) {
            return null;
        }
        Held its = held.get(host);
        HeldLease lease = its == null
                ? null
                : its.target().equals(target) ? its.lease() : its.lease().ofOtherLogin();
        return new CallContext(locking.run(), lease, key.toString());
    }

    /** The rollout whose lock of this host was broken for this one; null if there was none. */
    public @Nullable String brokenFor(String host) {
        Held its = held.get(host);
        return its == null ? null : its.broken();
    }

    // A host that is being worked on needs no sign of life beside its calls, and has no time for one. Side by side: one
    // that hangs must not
    // let the others' leases run out.
    private void beat(LockSettings how) {
        try {
            while (true) {
                Thread.sleep(how.time().dividedBy(3));
                held.forEach((host, its) -> Thread.ofVirtual().start(() -> renew(host, its)));
            }
        } catch (InterruptedException _) {
            // the run is over
        }
    }

    private void renew(String host, Held its) {
        try (SessionPool.Lease way = sessions.leaseIfFree(its.target(), host)) {
            if (way != null && way.isOpen()) {
                boolean _ = way.session().renew(its.lease());
            }
        } catch (IOException _) {
            // the next task on it says so
        } catch (InterruptedException _) {
            // the run is over
        }
    }

    /**
     * Lets go of hosts that the run locked before it was cut off, and has not come to as far as the journal knows. One
     * that has another's lock by now is left alone, and so is one that the run has changed all the same.
     *
     * @return the latter
     */
    public List<HostRun> release(List<HostRun> hosts, Play play) throws InterruptedException {
        if (locking == null || !locking.locks()) {
            return List.of();
        }
        identities = LockIdentities.of(access, play);
        return new ParallelHosts(forks)
                        .on(hosts, "unlocking hosts", host -> releaseOurs(host, access.of(host, play.settings())))
                        .entrySet()
                        .stream()
                        .filter(Map.Entry::getValue)
                        .map(Map.Entry::getKey)
                        .toList();
    }

    /** Whether the run has changed it. */
    private boolean releaseOurs(HostRun host, HostAccess access) throws InterruptedException {
        if (!isLocked(access.target())
                || held.values().stream().anyMatch(its -> its.target().equals(access.target()))) {
            return false;
        }
        LockSettings how = Objects.requireNonNull(locking);
        try (SessionPool.Lease way = sessions.lease(access.target(), host.name())) {
            if (!past.cameTo(host.name())
                    && way.session().recover(how.run(), access.become(), Duration.ZERO).stream()
                            .anyMatch(RecoveredCall::changing)) {
                return true;
            }
            boolean ours = way.session().leases().stream()
                    .anyMatch(lease -> lease.run().equals(how.run()) && lease.state() != HostLease.State.FREE);
            if (ours && answer(host, way, how) instanceof LeaseAnswer.Granted granted) {
                boolean _ = way.session().release(granted.lease(), false);
            }
        } catch (IOException e) {
            events.accept(new Event.Warning(host.name() + " may still be locked by this run: " + Reason.of(e), null));
        }
        return false;
    }

    /**
     * Lets go of all hosts, side by side, also when the run is being interrupted.
     *
     * @param cutOff whether the run ends in the middle of something: hosts keep the answers of calls then, for it to be
     *     resumed
     */
    public void close(boolean cutOff) {
        if (heart != null) {
            heart.interrupt();
        }
        Map<Target, List<Held>> machines = new LinkedHashMap<>();
        held.values()
                .forEach(its -> machines.computeIfAbsent(its.target(), _ -> new ArrayList<>())
                        .add(its));
        boolean strayed = held.values().stream()
                .anyMatch(its ->
                        its.host().isLost() && !its.host().trail().elsewhere().isEmpty());
        held.clear();
        new ParallelHosts(forks).toTheEnd(machines.values(), "unlocking hosts", its -> {
            // One that was put back has nothing to be resumed.
            boolean over = !cutOff
                    && !strayed
                    && its.stream()
                            .noneMatch(one ->
                                    one.host().isLost() && !one.host().trail().isEmpty());
            release(its.getFirst(), over);
            return its;
        });
    }

    private void release(Held its, boolean over) throws InterruptedException {
        try (SessionPool.Lease way =
                sessions.lease(its.target(), its.host().name(), PATIENCE)) { // a heartbeat may be on its way
            if (way != null && (way.isOpen() || its.mayAnswer())) {
                boolean _ = way.session().release(its.lease(), over);
            }
        } catch (IOException _) {
            // the lease runs out by itself
        }
    }
}
