package io.hitless.run;

import io.hitless.agent.HostLease;
import io.hitless.agent.HostSession;
import io.hitless.agent.LeaseAnswer;
import io.hitless.agent.LeaseRequest;
import io.hitless.agent.Recovered;
import io.hitless.agent.Ticket;
import io.hitless.event.Event;
import io.hitless.playbook.Settings;
import io.hitless.source.Problems;
import io.hitless.source.UserError;
import io.hitless.transport.ConnectFailure;
import io.hitless.transport.Target;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One rollout per host at a time: the leases that this one has on its hosts. They are taken before the first host of a play is touched, so
 * that two rollouts meet at the beginning and not half-way; each call renews its host's, and a heartbeat those of hosts that wait.
 */
final class HostLocks {
    private static final Duration ASK_AGAIN = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final RunContext run;
    private final @Nullable Locking locking;
    private final Map<String, Held> held = new ConcurrentHashMap<>();
    private @Nullable Thread heart;

    HostLocks(RunContext run, @Nullable Locking locking) {
        this.run = run;
        this.locking = locking;
    }

    /** @param broken the rollout that it was taken from, or null */
    private record Held(HostRun host, Access access, long epoch, @Nullable String broken) {
        // A session may have been given up for one call that took too long, or been lost while its host waited.
        boolean mayAnswer() {
            return host.state() != HostRun.State.UNREACHABLE && host.state() != HostRun.State.QUARANTINED;
        }
    }

    /**
     * Locks hosts of a play that are not locked yet. One that can't be reached is left to its first task to find out.
     *
     * @throws UserError if another rollout has some of them, and does not let go of them in time
     */
    void take(List<HostRun> hosts, Settings play) throws InterruptedException {
        if (locking == null) {
            return;
        }
        long until = System.nanoTime() + locking.patience().toNanos();
        boolean told = false;
        while (true) {
            Map<String, HostLease> refused = ask(hosts.stream().filter(host -> !host.isLost() && !held.containsKey(host.name())).toList(), play);
            if (refused.isEmpty()) {
                break;
            }
            if (isHopeless(refused.values()) || System.nanoTime() >= until) {
                throw refusal(refused);
            }
            if (!told) {
                told = true;
                refused.forEach((host, holder) -> run.tell(new Event.Warning(words(host, holder) + "; waiting for it to let go", null)));
            }
            Thread.sleep(ASK_AGAIN);
        }
        if (heart == null) {
            heart = Thread.ofVirtual().name("lock heartbeat").start(() -> beat(locking));
        }
    }

    // A rollout that is gone lets go of nothing. Its locks run out one after another: all of them are to be told, and as what they are.
    private static boolean isHopeless(Collection<HostLease> holders) {
        Set<String> gone = holders.stream()
                .filter(holder -> holder.state() == HostLease.State.STALE)
                .map(HostLease::run)
                .collect(Collectors.toSet());
        return !gone.isEmpty() && holders.stream().noneMatch(holder -> holder.state() == HostLease.State.HELD && gone.contains(holder.run()));
    }

    /** Asks all at once; returns who has those that were refused. */
    private Map<String, HostLease> ask(List<HostRun> hosts, Settings play) throws InterruptedException {
        Map<Access, List<HostRun>> byMachine = new LinkedHashMap<>(); // a machine may have several names
        for (HostRun host : hosts) {
            Access access = run.access(host, play);
            Held its = held.values().stream().filter(other -> other.access().equals(access)).findFirst().orElse(null);
            if (its != null) {
                held.put(host.name(), new Held(host, access, its.epoch(), its.broken()));
            } else if (!(access.target() instanceof Target.Local)) { // the bastion itself: other rollouts may go out from it
                byMachine.computeIfAbsent(access, _ -> new ArrayList<>()).add(host);
            }
        }
        Map<String, HostLease> refused = new LinkedHashMap<>();
        new SideBySide(run.settings().forks())
                .on(byMachine.entrySet(), "locking hosts", machine -> ask(machine.getValue(), machine.getKey()))
                .forEach((machine, holder) -> holder.ifPresent(its -> refused.put(machine.getValue().getFirst().name(), its)));
        return refused;
    }

    /** Who has a machine that was refused. */
    private Optional<HostLease> ask(List<HostRun> names, Access access) throws InterruptedException {
        Locking how = Objects.requireNonNull(locking);
        HostRun host = names.getFirst();
        try (Sessions.Lease way = run.sessions().lease(access.target(), host.name())) {
            if (way.hasWord()) {
                return Optional.empty();
            }
            HostSession session = session(way);
            return switch (session.lease(new LeaseRequest(how.run(), how.owner(), how.time(), how.breakStale()), access.become())) {
                case LeaseAnswer.Granted(var epoch, var broken) -> {
                    String from = broken == null ? null : broken.run();
                    names.forEach(name -> held.put(name.name(), new Held(name, access, epoch, from)));
                    run.tell(new Event.Locked(host.name(), epoch, from));
                    yield Optional.empty();
                }
                case LeaseAnswer.Refused(var holder) -> Optional.of(holder);
            };
        } catch (ConnectFailure _) {
            // its first task says so, as of any host that can't be reached
        } catch (IOException e) {
            run.tell(new Event.Warning(host.name() + " could not be locked: " + e.getMessage(), null));
        }
        return Optional.empty();
    }

    private static HostSession session(Sessions.Lease way) throws ConnectFailure, InterruptedException {
        try {
            return way.session();
        } catch (ConnectFailure e) {
            way.leaveWord(e);
            throw e;
        }
    }

    private static UserError refusal(Map<String, HostLease> refused) {
        Problems problems = new Problems();
        refused.keySet().stream().sorted().forEach(host -> {
            HostLease holder = Objects.requireNonNull(refused.get(host));
            problems.add(new UserError(null, words(host, holder), holder.state() == HostLease.State.STALE
                    ? "'hitless resume " + holder.run() + "' goes on with it, 'hitless rollback " + holder.run()
                            + "' puts its changes back, --break-lock takes the host over as it is"
                    : "--lock-wait SECONDS waits for it; 'hitless locks' shows who has what"));
        });
        problems.throwIfAny();
        throw new IllegalStateException("nothing was refused");
    }

    private static String words(String host, HostLease holder) {
        String since = " since " + holder.taken();
        return holder.state() == HostLease.State.STALE
                ? host + " is still locked by rollout " + holder.run() + " of " + holder.owner() + since
                        + ", which gives no sign of life any more (for " + holder.left().abs().toSeconds() + " s)"
                : host + " is locked by rollout " + holder.run() + " of " + holder.owner() + since;
    }

    /** What makes a call on a host part of this rollout; null where nothing is to be kept of it. */
    @Nullable Ticket ticket(String host, CallKey key) {
        if (locking == null) {
            return null;
        }
        Held its = held.get(host);
        return new Ticket(locking.run(), its == null ? 0 : its.epoch(), key.toString());
    }

    /** The rollout whose lock of this host was broken for this one; null if there was none. */
    @Nullable String brokenFor(String host) {
        Held its = held.get(host);
        return its == null ? null : its.broken();
    }

    // A host that is being worked on needs no sign of life beside its calls, and has no time for one. Side by side: one that hangs must not
    // let the others' leases run out.
    private void beat(Locking how) {
        try {
            while (true) {
                Thread.sleep(how.time().dividedBy(3));
                held.forEach((host, its) -> Thread.ofVirtual().start(() -> renew(how, host, its)));
            }
        } catch (InterruptedException _) {
            // the run is over
        }
    }

    private void renew(Locking how, String host, Held its) {
        try (Sessions.Lease way = run.sessions().leaseIfFree(its.access().target(), host)) {
            if (way != null && way.isOpen()) {
                boolean _ = way.session().renew(how.run(), its.epoch(), its.access().become());
            }
        } catch (IOException _) {
            // the next task on it says so
        } catch (InterruptedException _) {
            // the run is over
        }
    }

    /**
     * Lets go of hosts that the run locked before it was cut off, and has not come to as far as the journal knows. One that has another's lock by
     * now is left alone, and so is one that the run has changed all the same.
     *
     * @return the latter
     */
    List<HostRun> release(List<HostRun> hosts, Settings play) throws InterruptedException {
        if (locking == null) {
            return List.of();
        }
        List<HostRun> changed = Collections.synchronizedList(new ArrayList<>());
        List<Thread> letting = new ArrayList<>();
        for (HostRun host : hosts) {
            Access access = run.access(host, play);
            if (!(access.target() instanceof Target.Local) && held.values().stream().noneMatch(its -> its.access().equals(access))) {
                letting.add(Thread.ofVirtual().start(() -> releaseOurs(host, access, locking.run(), changed)));
            }
        }
        for (Thread thread : letting) {
            thread.join();
        }
        return changed;
    }

    private void releaseOurs(HostRun host, Access access, String id, List<HostRun> changed) {
        try (Sessions.Lease way = run.sessions().lease(access.target(), host.name())) {
            if (!run.past().cameTo(host.name())
                    && way.session().recover(id, access.become(), Duration.ZERO).stream().anyMatch(Recovered::changing)) {
                changed.add(host);
                return;
            }
            for (HostLease lease : way.session().leases(access.become())) {
                if (lease.run().equals(id) && lease.state() != HostLease.State.FREE) {
                    boolean _ = way.session().release(id, lease.epoch(), false, access.become());
                }
            }
        } catch (IOException e) {
            run.tell(new Event.Warning(host.name() + " may still be locked by this run: " + e.getMessage(), null));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Lets go of all hosts, side by side.
     *
     * @param cutOff whether the run ends in the middle of something: hosts keep the answers of calls then, for it to be resumed
     */
    void close(boolean cutOff) {
        if (heart != null) {
            heart.interrupt();
        }
        List<Thread> letting = new ArrayList<>();
        Map<Access, List<Held>> machines = new LinkedHashMap<>();
        held.values().forEach(its -> machines.computeIfAbsent(its.access(), _ -> new ArrayList<>()).add(its));
        boolean strayed = held.values().stream().anyMatch(its -> its.host().isLost() && !its.host().trail().elsewhere().isEmpty());
        machines.values().forEach(its -> {
            // One that was put back has nothing to be resumed.
            boolean over = !cutOff && !strayed && its.stream().noneMatch(one -> one.host().isLost() && !one.host().trail().isEmpty());
            letting.add(Thread.ofVirtual().start(() -> release(its.getFirst(), over)));
        });
        held.clear();
        for (Thread thread : letting) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void release(Held its, boolean over) {
        try (Sessions.Lease way = run.sessions().lease(its.access().target(), its.host().name(), PATIENCE)) { // a heartbeat may be on its way
            if (way != null && (way.isOpen() || its.mayAnswer())) {
                boolean _ = way.session().release(Objects.requireNonNull(locking).run(), its.epoch(), over, its.access().become());
            }
        } catch (IOException _) {
            // the lease runs out by itself
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
