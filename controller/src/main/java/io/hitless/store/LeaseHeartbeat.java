package io.hitless.store;

import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;

/** A thread that renews all leases of a token, until it is closed: then they are released. */
final class LeaseHeartbeat implements AutoCloseable {
    private static final int RENEWALS = 4; // before one expires

    private final Attempt attempt;
    private final Duration lasts;
    private final UUID token;
    private final Thread thread;
    private volatile boolean closed;

    /** @param lasts how long a lease lasts if it is not renewed */
    LeaseHeartbeat(Attempt attempt, Duration lasts, UUID token) {
        this.attempt = attempt;
        this.lasts = lasts;
        this.token = token;
        this.thread = Thread.ofPlatform().daemon().name("lease").unstarted(this::renewRepeatedly);
    }

    /** Writes without waiting for a server that does not answer. */
    interface Attempt {
        void write(Database.Work work) throws SQLException;
    }

    void start() {
        thread.start();
    }

    private void renewRepeatedly() {
        try {
            while (!closed) {
                Thread.sleep(lasts.dividedBy(RENEWALS));
                try {
                    attempt.write(connection -> Leases.renew(connection, token));
                } catch (SQLException | RuntimeException _) {
                    // the next write under the lease waits for the server, and says so
                }
            }
        } catch (InterruptedException _) {
            // it is closed
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            attempt.write(connection -> Leases.release(connection, token));
        } catch (SQLException _) {
            // it expires
        }
    }
}
