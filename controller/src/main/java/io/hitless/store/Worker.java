package io.hitless.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * A process that carries out hosts of runs which another process leads, in a database that both share. It is there as
 * long as the database hears from it; then others may take its hosts, and nothing that it writes is accepted any more.
 */
public final class Worker implements AutoCloseable {
    private final StateDirectory state;
    private final Supplier<Database> database;
    private final WorkerLock lease;

    Worker(StateDirectory state, Supplier<Database> database, WorkerLock lease) {
        this.state = state;
        this.database = database;
        this.lease = lease;
    }

    /**
     * A run under way that has hosts for workers.
     *
     * @param led whether a process leads it; if not, that process is gone
     */
    public record Offer(RunId run, boolean led) {}

    /** The runs under way that have hosts for workers, the oldest first. */
    public List<Offer> offers() {
        Database from = database.get();
        return from.readPatiently(connection -> {
            Set<String> led = from.liveRuns(connection);
            List<Offer> offers = new ArrayList<>();
            for (String run : HostQueue.runs(connection)) {
                offers.add(new Offer(new RunId(run), led == null || led.contains(run)));
            }
            return offers;
        });
    }

    /** Whether a run that no worker has joined yet, or not all of them, has a host for this one. */
    public boolean hasHosts(RunId run, Set<String> zones) {
        return database.get()
                .readPatiently(connection ->
                        HostQueue.waiting(connection, JournalSql.key(connection, run), Leases.workers(connection))
                                .stream()
                                .anyMatch(
                                        host -> host.zone() == null || zones.isEmpty() || zones.contains(host.zone())));
    }

    /** Whether the database still takes this worker for one that is there. */
    public boolean isThere() {
        return database.get().readPatiently(Leases::workers).contains(lease.token());
    }

    /** The journal of a run, for what this worker does on its hosts. Another process begins and ends the run. */
    public RunJournal join(RunId run) {
        RunLock ours = new RunLock() {
            @Override
            public void check(Connection connection) throws SQLException {
                lease.check(connection);
            }

            @Override
            public void close() {
                // the lease lasts as long as the worker
            }
        };
        return new RunJournal(
                state,
                database,
                run,
                () -> ours,
                (connection, _) -> new RunJournal.Place(JournalSql.key(connection, run), RunJournal.NO_LEG, 0),
                List.of(),
                true,
                true);
    }

    /**
     * Takes some of the hosts of a run that are waiting, also those of workers that are gone.
     *
     * @param zones the zones of this worker; empty: all
     * @throws io.hitless.source.UserError if this worker was itself taken for gone
     */
    public List<String> take(RunId run, Set<String> zones) {
        List<String> taken = new ArrayList<>();
        write(connection -> {
            taken.clear();
            lease.check(connection);
            long key = JournalSql.key(connection, run);
            List<UUID> there = Leases.workers(connection);
            List<UUID> gone = HostQueue.gone(connection, key, there);
            if (!gone.isEmpty()) {
                Leases.end(connection, gone);
            }
            taken.addAll(HostQueue.take(connection, key, lease.token(), there, zones));
        });
        return taken;
    }

    /**
     * Whether this worker is the one that sees to it that a run, whose process is gone, is led again. It is until it
     * {@link #hasSeenTo sees to it no more}.
     */
    public boolean seesTo(RunId run) {
        List<Leases.Holder> others = new ArrayList<>();
        write(connection -> {
            others.clear();
            lease.check(connection);
            others.addAll(lease.take(connection, Leases.ofSuccession(run), run));
        });
        return others.isEmpty();
    }

    /** Lets another worker see to it. */
    public void hasSeenTo(RunId run) {
        write(connection -> Leases.release(connection, Leases.ofSuccession(run), lease.token()));
    }

    /** Gives all hosts of a run back. */
    public void leave(RunId run) {
        write(connection -> HostQueue.giveBack(connection, JournalSql.key(connection, run), lease.token()));
    }

    private void write(Database.Work work) {
        Database to = database.get();
        try {
            to.write(true, work);
        } catch (SQLException e) {
            throw to.failure(e);
        }
    }

    @Override
    public void close() {
        lease.close();
    }
}
