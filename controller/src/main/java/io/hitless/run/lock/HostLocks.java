package io.hitless.run.lock;

import io.hitless.agent.CallContext;
import io.hitless.agent.HeldLease;
import io.hitless.event.Event;
import io.hitless.playbook.Play;
import io.hitless.run.host.HostRun;
import io.hitless.run.resume.RunHistory;
import io.hitless.run.session.SessionPool;
import io.hitless.run.step.CallKey;
import io.hitless.source.Reason;
import io.hitless.source.UserError;
import io.hitless.transport.ConnectFailure;
import io.hitless.transport.Target;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Locks hosts, so that only one rollout at a time changes a host. All hosts of a play are locked before the first one
 * is changed, so that two rollouts meet at the start and not half-way. Each call renews the lease of its host; a
 * heartbeat renews the leases of hosts that wait. A host that is not locked is not changed.
 */
public final class HostLocks {
    private final @Nullable LockSettings settings;
    private final SessionPool sessions;
    private final Consumer<Event> events;
    private final HeldLocks held = new HeldLocks();
    private final LockHeartbeat heartbeat;
    private final LockRelease release;
    private final @Nullable LockTaker taker;
    private final RunHistory history;

    /** @param settings null: this run locks nothing, and hosts keep no results of its calls */
    public HostLocks(
            @Nullable LockSettings settings,
            LockAccess access,
            SessionPool sessions,
            Consumer<Event> events,
            RunHistory history,
            int forks) {
        this.settings = settings;
        this.sessions = sessions;
        this.events = events;
        this.history = history;
        this.heartbeat = new LockHeartbeat(sessions, held);
        this.release = new LockRelease(sessions, events, history, forks, held);
        this.taker = settings == null || !settings.enabled()
                ? null
                : new LockTaker(settings, access, sessions, events, forks, held);
    }

    /**
     * Locks the hosts of a play that are not locked yet. A host that can't be reached or can't keep a lock is skipped:
     * its first task reports why.
     *
     * @throws UserError if another rollout holds some of them and does not release them in time
     */
    public void take(List<HostRun> hosts, Play play) throws InterruptedException {
        if (settings == null || taker == null) {
            return;
        }
        taker.startPlay(play);
        long deadline = System.nanoTime() + settings.waitLimit().toNanos();
        takeShared(hosts, play, deadline);
        boolean reported = false;
        while (true) {
            Map<String, LockRefusal> refused = taker.lock(
                    hosts.stream()
                            .filter(host -> !host.isLost() && !held.has(host) && !history.isElsewhere(host.name()))
                            .toList(),
                    play);
            if (refused.isEmpty()) {
                break;
            }
            if (isLeftBehind(refused.values()) || System.nanoTime() >= deadline) {
                throw LockRefusal.all(refused);
            }
            if (!reported) {
                reported = true;
                refused.values()
                        .forEach(one ->
                                events.accept(new Event.Warning(one.message() + "; waiting for its lock", null)));
            }
            Thread.sleep(settings.retryInterval());
        }
        heartbeat.start(settings.duration());
    }

    // All or none, at one moment: of two bastions that begin at once, one gets all.
    private void takeShared(List<HostRun> hosts, Play play, long deadline) throws InterruptedException {
        LockSettings how = Objects.requireNonNull(settings);
        LockTaker taking = Objects.requireNonNull(taker);
        boolean reported = false;
        while (true) {
            Map<String, String> refused = taking.lockShared(
                    hosts.stream()
                            .filter(host -> !host.isLost() && !held.has(host))
                            .toList(),
                    play);
            if (refused.isEmpty()) {
                return;
            }
            if (System.nanoTime() >= deadline) {
                throw LockTaker.refusal(refused);
            }
            if (!reported) {
                reported = true;
                refused.forEach((host, by) -> events.accept(
                        new Event.Warning(host + " is locked by " + by + "; waiting for its lock", null)));
            }
            Thread.sleep(how.retryInterval());
        }
    }

    // A rollout whose process is gone releases nothing, so waiting is pointless. Its leases expire one by one: only
    // when
    // all have, the error names each of them as stale.
    private static boolean isLeftBehind(Collection<LockRefusal> refused) {
        Set<String> gone = refused.stream()
                .filter(LockRefusal::isStale)
                .map(one -> one.holder().run())
                .collect(Collectors.toSet());
        return !gone.isEmpty()
                && refused.stream()
                        .noneMatch(one ->
                                !one.isStale() && gone.contains(one.holder().run()));
    }

    /**
     * The context that makes a call part of this rollout, for a host of the run; null if hosts keep no results of this
     * run. Locks the host first if it is not locked yet.
     *
     * @throws ConnectFailure if the host can't be reached to lock it
     * @throws UserError if the host can't be locked; it is not changed then
     */
    public @Nullable CallContext callContext(HostRun host, Target target, CallKey key)
            throws ConnectFailure, InterruptedException {
        if (settings == null) {
            return null;
        }
        if (history.isElsewhere(host.name())) {
            return callContext(host.name(), target, key); // its process has the lock
        }
        if (taker != null && LockTaker.isLockable(target) && !held.has(host)) {
            taker.lockShared(host, target);
            try (SessionPool.Lease pooled = sessions.lease(target, host.name())) {
                taker.lock(List.of(host), target, pooled).ifPresent(refusal -> {
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
        return callContext(host.name(), target, key);
    }

    /** The same for a delegate, which need not be locked. */
    public @Nullable CallContext callContext(String host, Target target, CallKey key) {
        if (settings == null) {
            return null;
        }
        HeldLocks.Held lock = held.ofHost(host);
        HeldLease lease = lock == null
                ? null
                : lock.target().equals(target) ? lock.lease() : lock.lease().forOtherLogin();
        return new CallContext(settings.run(), lease, key.toString());
    }

    /** The rollout whose lock on this host was broken; null if there was none. */
    public @Nullable String brokenRun(String host) {
        HeldLocks.Held lock = held.ofHost(host);
        return lock == null ? null : lock.brokenRun();
    }

    /**
     * Releases hosts that the run locked before it was interrupted and, as far as the journal knows, did not reach.
     * Hosts that another rollout has locked since, or that the run did change, are skipped.
     *
     * @return the hosts that the run did change
     */
    public List<HostRun> release(List<HostRun> hosts, Play play) throws InterruptedException {
        return taker == null ? List.of() : release.releaseUnchanged(hosts, play, taker);
    }

    /**
     * Releases all hosts, even if the run is being interrupted.
     *
     * @param cutOff whether the run ends before it is complete: hosts keep the results of its calls then, for a resume
     */
    public void close(boolean cutOff) {
        heartbeat.stop();
        release.releaseAll(cutOff);
    }
}
