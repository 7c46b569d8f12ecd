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
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of a run: opened when first needed, kept until its end, opened again when lost. One thread at a time
 * uses a session, since several hosts may delegate to the same one.
 */
public final class SessionPool implements AutoCloseable {
    private static final Duration FAILURE_LIFETIME = Duration.ofSeconds(30);

    private final SessionFactory factory;
    private final Map<Key, Slot> slots = new ConcurrentHashMap<>();

    public SessionPool(SessionFactory factory) {
        this.factory = factory;
    }

    /** On the bastion each host has a session of its own, so that local tasks run in parallel. */
    private record Key(Target target, @Nullable String forHost) {}

    private static final class Slot {
        final ReentrantLock lock = new ReentrantLock();

        @Nullable
        HostSession session;

        @Nullable
        RecentFailure failure;
    }

    /** A failure to connect, of a caller that can do without the session. */
    private record RecentFailure(ConnectFailure why, long nanos) {
        boolean isRecent() {
            return System.nanoTime() - nanos < FAILURE_LIFETIME.toNanos();
        }
    }

    /** The use of a session by one thread, until closed. */
    public final class Lease implements AutoCloseable {
        private final Target target;
        private final Slot slot;

        private Lease(Target target, Slot slot) {
            this.target = target;
            this.slot = slot;
        }

        /**
         * Returns the session, and opens it if necessary.
         *
         * @throws ConnectFailure if the host cannot be reached, or a recent failure was remembered
         */
        public HostSession session() throws ConnectFailure, InterruptedException {
            HostSession open = slot.session;
            RecentFailure failure = slot.failure;
            slot.failure = null;
            if (open == null || !open.isOpen()) {
                drop();
                if (failure != null && failure.isRecent()) {
                    throw failure.why();
                }
                open = factory.open(target);
                slot.session = open;
            }
            return open;
        }

        /** Lets the next caller of {@link #session} fail at once instead of connecting again. */
        public void rememberFailure(ConnectFailure why) {
            slot.failure = new RecentFailure(why, System.nanoTime());
        }

        /** Whether a recent failure is remembered that no caller has seen yet. */
        public boolean hasRecentFailure() {
            return slot.failure != null && slot.failure.isRecent();
        }

        public boolean isOpen() {
            return slot.session != null && slot.session.isOpen();
        }

        /**
         * Closes the session, as it is in an unknown state. The next one is new. The journal may lack its last results.
         */
        public void drop() {
            HostSession old = slot.session;
            slot.session = null;
            if (old != null) {
                old.closeUnrecorded();
            }
        }

        @Override
        public void close() {
            slot.lock.unlock();
        }
    }

    private Slot slot(Target target, String host) {
        Key key = new Key(target.connectingWithin(null), target instanceof Target.Local ? host : null);
        return slots.computeIfAbsent(key, _ -> new Slot());
    }

    /** Waits for the session of a host. */
    public Lease lease(Target target, String host) throws InterruptedException {
        Slot slot = slot(target, host);
        slot.lock.lockInterruptibly();
        return new Lease(target, slot);
    }

    /** Waits for the session of a host. Returns null if another thread uses it for longer than {@code patience}. */
    public @Nullable Lease lease(Target target, String host, Duration patience) throws InterruptedException {
        Slot slot = slot(target, host);
        return slot.lock.tryLock(patience.toMillis(), TimeUnit.MILLISECONDS) ? new Lease(target, slot) : null;
    }

    /** Returns the session of a host, or null if another thread uses it. */
    public @Nullable Lease leaseIfFree(Target target, String host) {
        Slot slot = slot(target, host);
        return slot.lock.tryLock() ? new Lease(target, slot) : null;
    }

    /** Closes all sessions in parallel: one that hangs does not hold up the others. */
    @Override
    public void close() {
        close(HostSession::close);
    }

    /** The same when the journal may lack results of the run's calls: hosts keep them, for a resume. */
    public void closeUnrecorded() {
        close(HostSession::closeUnrecorded);
    }

    private void close(Consumer<HostSession> how) {
        List<Thread> closing = new ArrayList<>();
        for (Slot slot : slots.values()) {
            HostSession session = slot.session;
            if (session != null) {
                closing.add(Thread.ofVirtual().start(() -> how.accept(session)));
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
