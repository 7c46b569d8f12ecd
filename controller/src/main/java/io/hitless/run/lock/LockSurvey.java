package io.hitless.run.lock;

import io.hitless.agent.HostLease;
import io.hitless.agent.HostSession;
import io.hitless.agent.LeaseReply;
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

/** Asks the hosts of a play, in parallel, which rollouts hold their locks, and breaks stale locks. */
public final class LockSurvey implements AutoCloseable {
    private final Map<String, HostRun> runs;
    private final LockIdentities identities;
    private final SessionPool sessions;
    private final Consumer<Event> events;
    private final int forks;
    private final Predicate<String> hasEnded;
    private final Map<String, HostAccess> hosts = new LinkedHashMap<>();

    /**
     * @param runs the hosts to ask
     * @param play whose keywords say how they are reached
     * @param hasEnded see {@link LockSettings}
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
     * The state of the locks of one host.
     *
     * @param reached whether it could be reached
     * @param known whether the host answered who holds it
     * @param leases all leases of the host
     * @param problem why the host did not answer or its stale lock was not broken, or null
     */
    public record SurveyedHost(
            String host,
            boolean reached,
            boolean known,
            List<HostLease> leases,
            @Nullable String problem) {
        public SurveyedHost {
            leases = List.copyOf(leases);
        }

        /**
         * The lease that locks the host: a held one rather than a stale one; null if the host is free or did not
         * answer.
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
    private interface Query {
        SurveyedHost ask(String host, HostAccess access) throws InterruptedException;
    }

    /** Returns the state of the locks of all hosts, in the order of the inventory. */
    public List<SurveyedHost> survey() throws InterruptedException {
        return inParallel(this::survey);
    }

    /**
     * Takes over stale leases and releases them at once. Each is reported as {@link Event.Locked}.
     *
     * @return the state of the hosts afterwards
     */
    public List<SurveyedHost> breakStale(LockSettings settings) throws InterruptedException {
        return inParallel((host, access) -> breakStale(host, access, settings));
    }

    private List<SurveyedHost> inParallel(Query query) throws InterruptedException {
        ParallelHosts work = new ParallelHosts(forks);
        return List.copyOf(
                work.on(hosts.entrySet(), "asking for locks", host -> query.ask(host.getKey(), host.getValue()))
                        .values());
    }

    private SurveyedHost survey(String host, HostAccess access) throws InterruptedException {
        try (SessionPool.Lease pooled = sessions.lease(access.target(), host)) {
            return new SurveyedHost(host, true, true, leases(pooled), null);
        } catch (ConnectFailure e) {
            return new SurveyedHost(host, false, false, List.of(), Reason.of(e));
        } catch (IOException e) {
            return new SurveyedHost(host, true, false, List.of(), Reason.of(e));
        }
    }

    /**
     * The leases of a host. The lease of a run that has ended counts as stale, unless its last call is still running.
     */
    private List<HostLease> leases(SessionPool.Lease pooled) throws IOException, InterruptedException {
        return pooled.session().leases().stream()
                .map(lease -> isAbandoned(lease) ? lease.expired() : lease)
                .toList();
    }

    private boolean isAbandoned(HostLease lease) {
        return lease.state() == HostLease.State.HELD && lease.process() == 0 && hasEnded.test(lease.run());
    }

    private SurveyedHost breakStale(String host, HostAccess access, LockSettings settings) throws InterruptedException {
        String problem;
        try (SessionPool.Lease pooled = sessions.lease(access.target(), host)) {
            Optional<HostLease> stale = leases(pooled).stream()
                    .filter(lease -> lease.state() == HostLease.State.STALE)
                    .findFirst();
            problem = stale.isEmpty()
                    ? null
                    : breakStale(Objects.requireNonNull(runs.get(host)), pooled.session(), stale.get(), settings);
        } catch (IOException e) {
            problem = Reason.of(e);
        }
        SurveyedHost now = survey(host, access);
        return problem == null ? now : new SurveyedHost(host, now.reached(), now.known(), now.leases(), problem);
    }

    private @Nullable String breakStale(HostRun host, HostSession session, HostLease stale, LockSettings settings)
            throws IOException, InterruptedException {
        LeaseRequest request = settings.request();
        return switch (identities.take(
                host, session, hasEnded.test(stale.run()) ? request.knowing(stale.run()) : request)) {
            case LeaseReply.Granted granted -> {
                String broken = (granted.broken() == null ? stale : granted.broken()).whose();
                events.accept(new Event.Locked(host.name(), granted.lease().epoch(), broken));
                yield session.release(granted.lease(), false) ? null : "the lock was taken, but could not be released";
            }
            case LeaseReply.Refused(var holder, var why) ->
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
