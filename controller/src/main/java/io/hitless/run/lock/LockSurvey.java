package io.hitless.run.lock;

import io.hitless.agent.HostLease;
import io.hitless.agent.HostSession;
import io.hitless.agent.LeaseAnswer;
import io.hitless.agent.LeaseRequest;
import io.hitless.event.Event;
import io.hitless.playbook.Play;
import io.hitless.run.host.HostRun;
import io.hitless.run.host.ParallelHosts;
import io.hitless.run.session.HostAccess;
import io.hitless.run.session.SessionPool;
import io.hitless.source.Reason;
import io.hitless.transport.ConnectFailure;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Asks the hosts of a play, side by side, which rollouts have them; and takes from those that are gone what they did
 * not let go of.
 */
public final class LockSurvey implements AutoCloseable {
    private final Map<String, HostRun> runs;
    private final LockIdentities identities;
    private final SessionPool sessions;
    private final Consumer<Event> events;
    private final int forks;
    private final Predicate<String> hasEnded;
    private final Map<String, HostAccess> hosts = new LinkedHashMap<>();

    /**
     * @param runs the hosts that are asked
     * @param play how they are reached
     * @param hasEnded as for {@link LockSettings}
     */
    public LockSurvey(
            Map<String, HostRun> runs,
            Play play,
            LockAccess access,
            SessionPool sessions,
            Consumer<Event> events,
            int forks,
            Predicate<String> hasEnded) {
        this.runs = Map.copyOf(runs);
        this.identities = LockIdentities.of(access, play);
        this.sessions = sessions;
        this.events = events;
        this.forks = forks;
        this.hasEnded = hasEnded;
        runs.forEach((name, host) -> hosts.put(name, access.of(host, play.settings())));
    }

    /**
     * What was found out about a host.
     *
     * @param reached whether it could be reached
     * @param known whether it told who has it
     * @param leases all that are there
     * @param trouble why not all is known, or not all was done that was asked for; null mostly
     */
    public record Found(
            String host,
            boolean reached,
            boolean known,
            List<HostLease> leases,
            @Nullable String trouble) {
        public Found {
            leases = List.copyOf(leases);
        }

        /**
         * The lease that keeps others off: one that is held before one that is stale; null if the host is free, or that
         * is not known.
         */
        public @Nullable HostLease holder() {
            HostLease stale = null;
            for (HostLease lease : leases) {
                switch (lease.state()) {
                    case HELD -> {
                        return lease;
                    }
                    case STALE -> stale = stale == null ? lease : stale;
                    case FREE -> {}
                }
            }
            return stale;
        }
    }

    @FunctionalInterface
    private interface Question {
        Found ask(String host, HostAccess access) throws InterruptedException;
    }

    /** Who has which host, in the order of the inventory. */
    public List<Found> look() throws InterruptedException {
        return sideBySide(this::look);
    }

    /**
     * Takes what is stale and gives it back at once; each is told as {@link Event.Locked}. Says how the hosts stand
     * then.
     */
    public List<Found> breakStale(LockSettings how) throws InterruptedException {
        return sideBySide((host, access) -> breakStale(host, access, how));
    }

    private List<Found> sideBySide(Question question) throws InterruptedException {
        ParallelHosts work = new ParallelHosts(forks);
        return List.copyOf(
                work.on(hosts.entrySet(), "asking for locks", host -> question.ask(host.getKey(), host.getValue()))
                        .values());
    }

    private Found look(String host, HostAccess access) throws InterruptedException {
        try (SessionPool.Lease way = sessions.lease(access.target(), host)) {
            return new Found(host, true, true, leases(way), null);
        } catch (ConnectFailure e) {
            return new Found(host, false, false, List.of(), String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return new Found(host, true, false, List.of(), Reason.of(e));
        }
    }

    /** That of a run which is known to have ended is over, unless its last call is still under way. */
    private List<HostLease> leases(SessionPool.Lease way) throws IOException, InterruptedException {
        return way.session().leases().stream()
                .map(lease -> isLeftBehind(lease) ? lease.over() : lease)
                .toList();
    }

    private boolean isLeftBehind(HostLease lease) {
        return lease.state() == HostLease.State.HELD && lease.process() == 0 && hasEnded.test(lease.run());
    }

    private Found breakStale(String host, HostAccess access, LockSettings how) throws InterruptedException {
        String trouble;
        try (SessionPool.Lease way = sessions.lease(access.target(), host)) {
            Optional<HostLease> stale = leases(way).stream()
                    .filter(lease -> lease.state() == HostLease.State.STALE)
                    .findFirst();
            trouble = stale.isEmpty()
                    ? null
                    : breakStale(Objects.requireNonNull(runs.get(host)), way.session(), stale.get(), how);
        } catch (IOException e) {
            trouble = Reason.of(e);
        }
        Found now = look(host, access);
        return trouble == null ? now : new Found(host, now.reached(), now.known(), now.leases(), trouble);
    }

    private @Nullable String breakStale(HostRun host, HostSession session, HostLease stale, LockSettings how)
            throws IOException, InterruptedException {
        LeaseRequest request = how.request();
        return switch (identities.take(
                host, session, hasEnded.test(stale.run()) ? request.knowing(stale.run()) : request)) {
            case LeaseAnswer.Granted granted -> {
                String broken = (granted.broken() == null ? stale : granted.broken()).whose();
                events.accept(new Event.Locked(host.name(), granted.lease().epoch(), broken));
                yield session.release(granted.lease(), false)
                        ? null
                        : "the lock was taken, but could not be given back";
            }
            case LeaseAnswer.Refused(var holder, var why) ->
                why == null
                        ? "rollout " + holder.run() + " of " + holder.owner() + " was faster"
                        : why + ": --become, or --user root";
        };
    }

    @Override
    public void close() {
        sessions.close();
    }
}
