package io.hitless.store;

import io.hitless.source.UserError;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/**
 * That a worker is there: a lease that a thread renews. The hosts that it has taken are its own while the lease lasts;
 * another worker that takes them ends it.
 */
final class WorkerLease implements WorkerLock {
    private final Duration lasts;
    private final String owner;
    private final UUID token = UUID.randomUUID();
    private final LeaseHeartbeat heartbeat;

    private WorkerLease(LeaseHeartbeat.Attempt attempt, Duration lasts, String owner) {
        this.owner = owner;
        this.lasts = lasts;
        this.heartbeat = new LeaseHeartbeat(attempt, lasts, token);
    }

    /** @param lasts how long it lasts if it is not renewed */
    static WorkerLease of(Database database, LeaseHeartbeat.Attempt attempt, Duration lasts, Invoker caller) {
        WorkerLease lease = new WorkerLease(attempt, lasts, caller.who());
        try {
            database.write(
                    true,
                    connection -> Leases.take(
                            connection, List.of(Leases.ofWorker(lease.token)), "", caller.who(), lease.token, lasts));
        } catch (SQLException e) {
            throw database.failure(e);
        }
        lease.heartbeat.start();
        return lease;
    }

    @Override
    public List<Leases.Holder> take(Connection connection, String name, RunId run) throws SQLException {
        return Leases.take(connection, List.of(name), run.text(), owner, token, lasts);
    }

    @Override
    public UUID token() {
        return token;
    }

    @Override
    public void check(Connection connection) throws SQLException {
        if (!Leases.keep(connection, Leases.ofWorker(token), token)) {
            throw new UserError(
                    null,
                    "this worker has lost its hosts: the database did not hear from it for more than "
                            + lasts.toSeconds() + " s, and another worker took them",
                    "start it again: hitless worker");
        }
    }

    @Override
    public void close() {
        heartbeat.close();
    }
}
