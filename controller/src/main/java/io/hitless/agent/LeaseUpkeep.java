package io.hitless.agent;

import io.hitless.source.UserError;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Renews a lease during calls of identities that did not take it: they can't write it, and perhaps not read it. The
 * agent of the identity that took it renews it for them. While the last renewal is recent, no extra round trip is
 * needed.
 */
final class LeaseUpkeep {
    /** A renewal by the agent that took the lease; returns whether the run still holds it. */
    @FunctionalInterface
    interface Renewal {
        boolean renew(HeldLease lease, long process) throws IOException, InterruptedException;
    }

    /** Executes a call with a heartbeat. */
    @FunctionalInterface
    interface Caller {
        Result call(ModuleCall call, Heartbeat meanwhile) throws IOException, InterruptedException;
    }

    private final Renewal renewal;
    private final Set<Optional<Become>> unableToCheck = new HashSet<>();
    private @Nullable HeldLease renewed;
    private long renewedNanos;

    LeaseUpkeep(Renewal renewal) {
        this.renewal = renewal;
    }

    Result call(ModuleCall call, CallContext ticket, HeldLease lease, Caller caller)
            throws IOException, InterruptedException {
        Optional<Become> identity = Optional.ofNullable(call.become());
        if (!isRecent(lease) && !renew(lease, 0)) {
            return lost(lease);
        }
        if (!unableToCheck.contains(identity)) {
            Result result = call(call, lease, caller);
            if (!result.fields().containsKey("_lease_unseen")) {
                return result;
            }
            unableToCheck.add(identity);
        }
        return call(call.with(ticket.withLease(lease.unchecked())), lease, caller);
    }

    private Result call(ModuleCall call, HeldLease lease, Caller caller) throws IOException, InterruptedException {
        Heartbeat heartbeat = new Heartbeat(lease);
        Result result = caller.call(call, heartbeat);
        heartbeat.renewWithoutProcess();
        return result;
    }

    private static Result lost(HeldLease lease) {
        return new Result(
                Result.Status.FAILED,
                false,
                Map.of(
                        "msg",
                        "run " + lease.run() + " has lost the lease of this host: nothing was done",
                        "_lease_lost",
                        true),
                List.of(),
                List.of());
    }

    private static Duration pause(HeldLease lease) {
        return lease.time().dividedBy(3);
    }

    // Nobody can take the lease before it expires, so the run still holds it.
    private boolean isRecent(HeldLease lease) {
        return lease.equals(renewed)
                && System.nanoTime() - renewedNanos < pause(lease).toNanos();
    }

    private boolean renew(HeldLease lease, long process) throws IOException, InterruptedException {
        long started = System.nanoTime();
        if (!renewal.renew(lease, process)) {
            return false;
        }
        renewed = lease;
        renewedNanos = started;
        return true;
    }

    /**
     * Renews the lease during a long call. It names the call's process, so that the lease stays valid as long as that
     * process exists.
     */
    final class Heartbeat {
        private final HeldLease lease;
        private @Nullable Thread thread;
        private boolean named;

        private Heartbeat(HeldLease lease) {
            this.lease = lease;
        }

        /** @param process the pid of the call's agent; empty while unknown */
        void begin(Supplier<String> process) {
            thread = Thread.ofVirtual().name("signs of life").start(() -> renewRepeatedly(process));
        }

        private void renewRepeatedly(Supplier<String> process) {
            try {
                while (true) {
                    Thread.sleep(pause(lease));
                    String pid = process.get();
                    boolean known = pid.matches("\\d{1,9}");
                    boolean _ = renew(lease, known ? Long.parseLong(pid) : 0);
                    named |= known;
                }
            } catch (InterruptedException _) {
                // the call has ended
            } catch (IOException | UserError _) {
                // the call, or the next one, meets the same problem
            }
        }

        /** Call when the call has ended. */
        void end() throws InterruptedException {
            if (thread != null) {
                thread.interrupt();
                thread.join();
            }
        }

        /** Renews the lease once more, without the process. */
        private void renewWithoutProcess() throws InterruptedException {
            try {
                boolean _ = named && renew(lease, 0);
            } catch (IOException _) {
                // the next call meets the same problem
            }
        }
    }
}
