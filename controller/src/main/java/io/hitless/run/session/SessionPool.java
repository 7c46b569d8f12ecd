package io.hitless.run.session;

import io.hitless.agent.HostSession;
import io.hitless.transport.ConnectFailure;
import io.hitless.transport.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of a run: opened when first needed, kept until its end, opened anew when lost. A session is lent to one
 * host thread at a time, since several hosts may delegate to the same one.
 */
public final class SessionPool implements AutoCloseable {
    private static final Duration FRESH = Duration.ofSeconds(30);

    private final SessionFactory factory;
    private final Map<Key, Slot> slots = new ConcurrentHashMap<>();

    public SessionPool(SessionFactory factory) {
        this.factory = factory;
    }

    /** This machine is cheap to reach: each host has a session of its own there, so local tasks run side by side. */
    private record Key(Target target, @Nullable String forHost) {}

    private static final class Slot {
        final ReentrantLock lock = new ReentrantLock();

        @Nullable
        HostSession session;

        @Nullable
        Refusal refusal;
    }

    /** Why there is no session, found out by somebody who did not need one. */
    private record Refusal(ConnectFailure why, long nanos) {
        boolean isFresh() {
            return System.nanoTime() - nanos < FRESH.toNanos();
        }
    }

    /** A session held by a thread until closed. */
    public final class Lease implements AutoCloseable {
        private final Target target;
        private final Slot slot;

        private Lease(Target target, Slot slot) {
            this.target = target;
            this.slot = slot;
        }

        /** @throws ConnectFailure if the host can't be reached, or could not be a moment ago */
        public HostSession session() throws ConnectFailure, InterruptedException {
            HostSession open = slot.session;
            Refusal refusal = slot.refusal;
            slot.refusal = null;
            if (open == null || !open.isOpen()) {
                drop();
                if (refusal != null && refusal.isFresh()) {
                    throw refusal.why();
                }
                open = factory.open(target);
                slot.session = open;
            }
            return open;
        }

        /** Spares the next who asks for the session the time to find out that there is none. */
        public void leaveWord(ConnectFailure why) {
            slot.refusal = new Refusal(why, System.nanoTime());
        }

        /** Whether such word was left a moment ago, and nobody has asked since. */
        public boolean hasWord() {
            return slot.refusal != null && slot.refusal.isFresh();
        }

        public boolean isOpen() {
            return slot.session != null && slot.session.isOpen();
        }

        /** Gives the session up, as it is in an unknown state; the next one is new. */
        public void drop() {
            HostSession old = slot.session;
            slot.session = null;
            if (old != null) {
                old.close();
            }
        }

        @Override
        public void close() {
            slot.lock.unlock();
        }
    }

    public Lease lease(Target target, String host) throws InterruptedException {
        Slot slot = slots.computeIfAbsent(
                new Key(target.connectingWithin(null), target instanceof Target.Local ? host : null), _ -> new Slot());
        slot.lock.lockInterruptibly();
        return new Lease(target, slot);
    }

    /** The same, or null if another thread has it for as long as this. */
    public @Nullable Lease lease(Target target, String host, Duration patience) throws InterruptedException {
        Slot slot = slots.computeIfAbsent(
                new Key(target.connectingWithin(null), target instanceof Target.Local ? host : null), _ -> new Slot());
        return slot.lock.tryLock(patience.toMillis(), TimeUnit.MILLISECONDS) ? new Lease(target, slot) : null;
    }

    /** The same, or null while another thread has it. */
    public @Nullable Lease leaseIfFree(Target target, String host) {
        Slot slot = slots.computeIfAbsent(
                new Key(target.connectingWithin(null), target instanceof Target.Local ? host : null), _ -> new Slot());
        return slot.lock.tryLock() ? new Lease(target, slot) : null;
    }

    /** Ends all sessions, side by side: one that hangs does not hold up the others. */
    @Override
    public void close() {
        List<Thread> closing = new ArrayList<>();
        for (Slot slot : slots.values()) {
            HostSession session = slot.session;
            if (session != null) {
                closing.add(Thread.ofVirtual().start(session::close));
            }
        }
        slots.clear();
        for (Thread thread : closing) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
