package io.hitless.run.lock;

import io.hitless.run.session.SessionPool;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Renews the leases of hosts that wait. A host with a running task does not need it: each call renews the lease. */
final class LockHeartbeat {
    private final SessionPool sessions;
    private final HeldLocks held;
    private @Nullable Thread thread;

    LockHeartbeat(SessionPool sessions, HeldLocks held) {
        this.sessions = sessions;
        this.held = held;
    }

    /** @param time how long a lease lasts if it is not renewed */
    void start(Duration time) {
        if (thread == null) {
            thread = Thread.ofVirtual().name("lock heartbeat").start(() -> renewRepeatedly(time.dividedBy(3)));
        }
    }

    void stop() {
        if (thread != null) {
            thread.interrupt();
        }
    }

    // In parallel, so that a host that hangs does not let the leases of others expire.
    private void renewRepeatedly(Duration pause) {
        try {
            while (true) {
                Thread.sleep(pause);
                held.forEach(lease -> Thread.ofVirtual().start(() -> renew(lease)));
            }
        } catch (InterruptedException _) {
            // the run is over
        }
    }

    private void renew(HeldLocks.Held lock) {
        try (SessionPool.Lease pooled =
                sessions.leaseIfFree(lock.target(), lock.host().name())) {
            if (pooled != null && pooled.isOpen()) {
                boolean _ = pooled.session().renew(lock.lease());
            }
        } catch (IOException _) {
            // the next task on the host reports it
        } catch (InterruptedException _) {
            // the run is over
        }
    }
}
