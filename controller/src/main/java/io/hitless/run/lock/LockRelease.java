package io.hitless.run.lock;

import io.hitless.agent.HostLease;
import io.hitless.agent.LeaseReply;
import io.hitless.agent.RecoveredCall;
import io.hitless.event.Event;
import io.hitless.playbook.Play;
import io.hitless.run.host.HostRun;
import io.hitless.run.host.ParallelHosts;
import io.hitless.run.resume.RunHistory;
import io.hitless.run.session.HostAccess;
import io.hitless.run.session.SessionPool;
import io.hitless.source.Reason;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Releases the leases of a run: at its end, or those that it took before it was interrupted. */
final class LockRelease {
    private static final Duration LEASE_TIMEOUT = Duration.ofSeconds(3);

    private final SessionPool sessions;
    private final Consumer<Event> events;
    private final RunHistory history;
    private final int forks;
    private final HeldLocks held;

    LockRelease(SessionPool sessions, Consumer<Event> events, RunHistory history, int forks, HeldLocks held) {
        this.sessions = sessions;
        this.events = events;
        this.history = history;
        this.forks = forks;
        this.held = held;
    }

    /**
     * See {@link HostLocks#release}.
     *
     * @return the hosts that the run did change
     */
    List<HostRun> releaseUnchanged(List<HostRun> hosts, Play play, LockTaker taker) throws InterruptedException {
        taker.startPlay(play);
        return new ParallelHosts(forks)
                        .on(
                                hosts,
                                "unlocking hosts",
                                host -> releaseUnlessChanged(host, taker.access(host, play), taker))
                        .entrySet()
                        .stream()
                        .filter(Map.Entry::getValue)
                        .map(Map.Entry::getKey)
                        .toList();
    }

    /** Releases the host, unless the run has changed it: returns true then. */
    private boolean releaseUnlessChanged(HostRun host, HostAccess access, LockTaker taker) throws InterruptedException {
        if (!LockTaker.isLockable(access.target()) || held.onMachine(access.target()) != null) {
            return false;
        }
        try (SessionPool.Lease pooled = sessions.lease(access.target(), host.name())) {
            if (!history.reached(host.name())
                    && pooled.session().recover(taker.run(), access.become(), Duration.ZERO).stream()
                            .anyMatch(RecoveredCall::changing)) {
                return true;
            }
            boolean ours = pooled.session().leases().stream()
                    .anyMatch(lease -> lease.run().equals(taker.run()) && lease.state() != HostLease.State.FREE);
            if (ours && taker.take(host, pooled) instanceof LeaseReply.Granted granted) {
                boolean _ = pooled.session().release(granted.lease(), false);
            }
        } catch (IOException e) {
            events.accept(new Event.Warning(host.name() + " may still be locked by this run: " + Reason.of(e), null));
        }
        return false;
    }

    /**
     * Releases all hosts in parallel, even if the run is being interrupted.
     *
     * @param cutOff see {@link HostLocks#close}
     */
    void releaseAll(boolean cutOff) {
        Collection<List<HeldLocks.Held>> machines = held.removeAll();
        boolean changedDelegates =
                machines.stream().flatMap(List::stream).anyMatch(HeldLocks.Held::isLostWithDelegatedChanges);
        new ParallelHosts(forks).toTheEnd(machines, "unlocking hosts", aliases -> {
            // A host keeps results only if a resume may need them: not after a rollback.
            boolean forget =
                    !cutOff && !changedDelegates && aliases.stream().noneMatch(HeldLocks.Held::isLostWithChanges);
            release(aliases.getFirst(), forget);
            return aliases;
        });
    }

    private void release(HeldLocks.Held lock, boolean forget) throws InterruptedException {
        try (SessionPool.Lease pooled = sessions.lease(
                lock.target(), lock.host().name(), LEASE_TIMEOUT)) { // a heartbeat may be using the session
            if (pooled != null && (pooled.isOpen() || lock.isReachable())) {
                boolean _ = pooled.session().release(lock.lease(), forget);
            }
        } catch (IOException _) {
            // the lease expires by itself
        }
    }
}
