package io.hitless.run;

import io.hitless.agent.Become;
import io.hitless.agent.HostLease;
import io.hitless.agent.HostSession;
import io.hitless.agent.LeaseAnswer;
import io.hitless.agent.LeaseRequest;
import io.hitless.event.Event;
import io.hitless.playbook.Play;
import io.hitless.transport.ConnectFailure;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Asks the hosts of a play, side by side, which rollouts have them; and takes from those that are gone what they did not let go of. */
public final class LockSurvey implements AutoCloseable {
    private final RunContext run;
    private final Map<String, Access> hosts = new LinkedHashMap<>();

    /** @param play which hosts, and how they are reached */
    public LockSurvey(RunContext run, Play play) throws InterruptedException {
        this.run = run;
        for (String host : run.select(run.startPlay(play))) {
            hosts.put(host, run.access(run.host(host), play.settings()));
        }
    }

    /**
     * What was found out about a host.
     *
     * @param reached whether it answered
     * @param leases those that can be seen there: of the login user, of root, of the user that tasks become
     * @param trouble why not all is known, or not all was done that was asked for; null mostly
     */
    public record Found(String host, boolean reached, List<HostLease> leases, @Nullable String trouble) {
        public Found {
            leases = List.copyOf(leases);
        }

        /** The lease that keeps others off: one that is held before one that is stale; null if the host is free. */
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
        Found ask(String host, Access access) throws InterruptedException;
    }

    /** Who has which host, in the order of the inventory. */
    public List<Found> look() throws InterruptedException {
        return sideBySide(this::look);
    }

    /** Takes what is stale and gives it back at once; each is told as {@link Event.Locked}. Says how the hosts stand then. */
    public List<Found> breakStale(Locking how) throws InterruptedException {
        return sideBySide((host, access) -> breakStale(host, access, how));
    }

    private List<Found> sideBySide(Question question) throws InterruptedException {
        SideBySide work = new SideBySide(run.settings().forks());
        return List.copyOf(work.on(hosts.entrySet(), "asking for locks", host -> question.ask(host.getKey(), host.getValue())).values());
    }

    private Found look(String host, Access access) throws InterruptedException {
        Map<String, HostLease> seen = new LinkedHashMap<>();
        try (Sessions.Lease way = run.sessions().lease(access.target(), host)) {
            HostSession session = way.session();
            see(session.leases(null), seen);
            Become become = access.become();
            if (become != null && !become.user().equals("root")) { // root's are seen by all
                see(session.leases(become), seen);
            }
            return new Found(host, true, List.copyOf(seen.values()), null);
        } catch (ConnectFailure e) {
            return new Found(host, false, List.of(), String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return new Found(host, !seen.isEmpty(), List.copyOf(seen.values()), String.valueOf(e.getMessage()));
        }
    }

    private static void see(List<HostLease> leases, Map<String, HostLease> seen) {
        leases.forEach(lease -> seen.putIfAbsent(lease.directory(), lease));
    }

    // Each as the user that has it; the first that is shown to a user is its own.
    private Found breakStale(String host, Access access, Locking how) throws InterruptedException {
        String trouble = null;
        try (Sessions.Lease way = run.sessions().lease(access.target(), host)) {
            HostSession session = way.session();
            trouble = breakOwn(host, session, null, how);
            if (access.become() != null && trouble == null) {
                trouble = breakOwn(host, session, access.become(), how);
            }
        } catch (IOException e) {
            trouble = String.valueOf(e.getMessage());
        }
        Found now = look(host, access);
        HostLease left = now.holder();
        if (trouble == null && left != null && left.state() == HostLease.State.STALE) {
            trouble = "the lock in " + left.directory() + " is another user's: --become, or --user";
        }
        return trouble == null ? now : new Found(host, now.reached(), now.leases(), trouble);
    }

    private @Nullable String breakOwn(String host, HostSession session, @Nullable Become become, Locking how)
            throws IOException, InterruptedException {
        List<HostLease> seen = session.leases(become);
        if (seen.isEmpty() || seen.getFirst().state() != HostLease.State.STALE) {
            return null;
        }
        return switch (session.lease(new LeaseRequest(how.run(), how.owner(), how.time(), true), become)) {
            case LeaseAnswer.Granted(var epoch, var broken) -> {
                run.tell(new Event.Locked(host, epoch, (broken == null ? seen.getFirst() : broken).run()));
                yield session.release(how.run(), epoch, false, become) ? null : "the lock was taken, but could not be given back";
            }
            case LeaseAnswer.Refused(var holder) -> "rollout " + holder.run() + " of " + holder.owner() + " was faster";
        };
    }

    @Override
    public void close() {
        run.sessions().close();
    }
}
