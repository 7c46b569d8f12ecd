package io.hitless.store;

import io.hitless.source.UserError;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * A run's lock in a database that several bastions share, and the locks of its machines: leases that a thread renews.
 * If this process is gone, or is cut off from the database, they expire, and another bastion can resume the run.
 */
final class RunLease implements RunLock {
    private final Database database;
    private final Duration lasts;
    private final RunId run;
    private final String owner;
    private final UUID token = UUID.randomUUID();
    private final LeaseHeartbeat heartbeat;

    private RunLease(Database database, LeaseHeartbeat.Attempt attempt, Duration lasts, RunId run, String owner) {
        this.database = database;
        this.lasts = lasts;
        this.run = run;
        this.owner = owner;
        this.heartbeat = new LeaseHeartbeat(attempt, lasts, token);
    }

    /**
     * Takes the lock of a run.
     *
     * @param lasts how long it lasts if it is not renewed
     * @throws UserError if another process holds it
     */
    static RunLease of(Database database, LeaseHeartbeat.Attempt attempt, Duration lasts, RunId run, Invoker caller) {
        RunLease lease = new RunLease(database, attempt, lasts, run, caller.who());
        List<Leases.Holder> holders = lease.take(List.of(Leases.ofRun(run)), _ -> {});
        if (!holders.isEmpty()) {
            Leases.Holder holder = holders.getFirst();
            throw new UserError(
                    null,
                    "run " + run + " is under way in process " + holder.pid() + " of " + holder.owner() + " since "
                            + holder.sinceText(),
                    "wait for it, or stop that process first; if its bastion is gone, its lock expires within "
                            + lasts.toSeconds() + " s");
        }
        lease.heartbeat.start();
        return lease;
    }

    @Override
    public Map<String, String> lock(Collection<String> machines) {
        Map<String, String> refused = new TreeMap<>();
        take(machines.stream().map(RunLease::ofMachine).toList(), this::check)
                .forEach(holder ->
                        refused.put(holder.name().substring(ofMachine("").length()), holder.text()));
        return refused;
    }

    private static String ofMachine(String machine) {
        return "machine/" + machine;
    }

    /** @param last what is done once they are taken, in the same transaction */
    private List<Leases.Holder> take(Collection<String> names, Database.Work last) {
        List<Leases.Holder> refused = new ArrayList<>();
        try {
            database.write(true, connection -> {
                refused.clear();
                refused.addAll(Leases.take(connection, names, run.text(), owner, token, lasts));
                if (!refused.isEmpty()) {
                    throw new Refused();
                }
                last.on(connection);
            });
        } catch (Refused _) {
            // rolled back: none is taken
        } catch (SQLException e) {
            throw database.failure(e);
        }
        return refused;
    }

    /** Undoes the transaction. */
    private static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    @Override
    public void check(Connection connection) throws SQLException {
        if (Leases.keep(connection, Leases.ofRun(run), token)) {
            return;
        }
        Leases.Holder holder = Leases.holder(connection, Leases.ofRun(run));
        throw new UserError(
                null,
                "this process has lost run " + run + ": the database did not hear from it for more than "
                        + lasts.toSeconds() + " s"
                        + (holder == null ? "" : ", and it is now that of " + holder.owner()),
                "'hitless show " + run + "' shows how it goes on");
    }

    @Override
    public void close() {
        heartbeat.close();
    }
}
