package io.hitless.store;

import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The hosts of a run that the process which leads it lets workers execute. */
public final class HostOffers {
    private final Supplier<Database> database;
    private final RunId run;
    private final Supplier<@Nullable RunLock> lock;

    /** @param lock that of the run; it has begun */
    HostOffers(Supplier<Database> database, RunId run, Supplier<@Nullable RunLock> lock) {
        this.database = database;
        this.run = run;
        this.lock = lock;
    }

    /** Lets workers take hosts, until they have executed all plays of the run. */
    public void add(List<QueuedHost> hosts) {
        Database to = database.get();
        try {
            to.write(true, connection -> {
                Objects.requireNonNull(lock.get()).check(connection);
                HostQueue.add(connection, JournalSql.key(connection, run), hosts);
            });
        } catch (SQLException e) {
            throw to.failure(e);
        }
    }

    /** The hosts that no worker has. */
    public List<QueuedHost> waiting() {
        return database.get()
                .readPatiently(connection ->
                        HostQueue.waiting(connection, JournalSql.key(connection, run), Leases.workers(connection)));
    }
}
