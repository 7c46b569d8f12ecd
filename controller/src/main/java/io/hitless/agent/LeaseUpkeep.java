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
 * Keeps a lease up during calls of identities that did not take it: they can't write it, and perhaps not read it. The
 * agent of the one that took it does so for them. Nothing is asked of it while its last sign of life is young, so a
 * task costs one round trip all the same.
 */
final class LeaseUpkeep {
    /** A sign of life by the agent that took the lease; tells whether it is still ours. */
    @FunctionalInterface
    interface Renewal {
        boolean renew(HeldLease lease, long process) throws IOException, InterruptedException;
    }

    /** Carries a call out, and has signs of life given meanwhile. */
    @FunctionalInterface
    interface Caller {
        Result call(ModuleCall call, Signs meanwhile) throws IOException, InterruptedException;
    }

    private final Renewal renewal;
    private final Set<Optional<Become>> blind = new HashSet<>();
    private @Nullable HeldLease signed;
    private long signedNanos;

    LeaseUpkeep(Renewal renewal) {
        this.renewal = renewal;
    }

    Result call(ModuleCall call, CallContext ticket, HeldLease lease, Caller caller)
            throws IOException, InterruptedException {
        Optional<Become> identity = Optional.ofNullable(call.become());
        if (!isYoung(lease) && !sign(lease, 0)) {
            return lost(lease);
        }
        if (!blind.contains(identity)) {
            Result result = call(call, lease, caller);
            if (!result.fields().containsKey("_lease_unseen")) {
                return result;
            }
            blind.add(identity);
        }
        return call(call.with(ticket.under(lease.lookedAt())), lease, caller);
    }

    private Result call(ModuleCall call, HeldLease lease, Caller caller) throws IOException, InterruptedException {
        Signs meanwhile = new Signs(lease);
        Result result = caller.call(call, meanwhile);
        meanwhile.signOff();
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

    // Nobody can take the lease before its time is over, so it is still ours.
    private boolean isYoung(HeldLease lease) {
        return lease.equals(signed)
                && System.nanoTime() - signedNanos < pause(lease).toNanos();
    }

    private boolean sign(HeldLease lease, long process) throws IOException, InterruptedException {
        long began = System.nanoTime();
        if (!renewal.renew(lease, process)) {
            return false;
        }
        signed = lease;
        signedNanos = began;
        return true;
    }

    /**
     * Signs of life while a call takes long: they name its process, so that the lease holds as long as that is there.
     */
    final class Signs {
        private final HeldLease lease;
        private @Nullable Thread giving;
        private boolean named;

        private Signs(HeldLease lease) {
            this.lease = lease;
        }

        /** @param process of the call's agent; empty while that is not known */
        void begin(Supplier<String> process) {
            giving = Thread.ofVirtual().name("signs of life").start(() -> give(process));
        }

        private void give(Supplier<String> process) {
            try {
                while (true) {
                    Thread.sleep(pause(lease));
                    String pid = process.get();
                    boolean known = pid.matches("\\d{1,9}");
                    boolean _ = sign(lease, known ? Long.parseLong(pid) : 0);
                    named |= known;
                }
            } catch (InterruptedException _) {
                // the call is over
            } catch (IOException | UserError _) {
                // what is wrong with the host is met by the call, or by the next one
            }
        }

        /** The call is over. */
        void end() throws InterruptedException {
            if (giving != null) {
                giving.interrupt();
                giving.join();
            }
        }

        /** Its process is at work no more. */
        private void signOff() throws InterruptedException {
            try {
                boolean _ = named && sign(lease, 0);
            } catch (IOException _) {
                // the next call meets it
            }
        }
    }
}
