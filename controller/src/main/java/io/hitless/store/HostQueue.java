package io.hitless.store;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** The queries on the hosts of runs that workers carry out. A host stays with its worker until that leaves the run. */
final class HostQueue {
    /** Hosts of nobody, or of a worker that is gone, in a zone of this worker. */
    private static final String FREE =
            "(worker IS NULL OR worker <> ALL (?)) AND (zone IS NULL OR cardinality(?) = 0" + " OR zone = ANY (?))";

    private HostQueue() {}

    /** Adds hosts at the end; those that are in the queue stay with who has them. */
    static void add(Connection to, long run, List<QueuedHost> hosts) throws SQLException {
        try (PreparedStatement insert = to.prepareStatement("INSERT INTO queued_host (run, name, position, zone) SELECT"
                + " ?, ?, count(*), ? FROM queued_host WHERE run = ? ON CONFLICT (run, name) DO UPDATE SET zone ="
                + " excluded.zone")) {
            for (QueuedHost host : hosts) {
                insert.setLong(1, run);
                insert.setString(2, host.name());
                insert.setString(3, host.zone());
                insert.setLong(4, run);
                insert.executeUpdate();
            }
        }
    }

    /**
     * Takes some free hosts for a worker: the first ones, and no more than its share if all workers take as many.
     *
     * @param workers the workers that are there, this one among them
     * @param zones the zones of this worker; empty: all
     * @return the hosts that it took
     */
    static List<String> take(Connection to, long run, UUID worker, Collection<UUID> workers, Set<String> zones)
            throws SQLException {
        Array there = to.createArrayOf("uuid", workers.toArray());
        Array of = to.createArrayOf("text", zones.toArray());
        try (PreparedStatement update = to.prepareStatement("UPDATE queued_host SET worker = ? WHERE run = ? AND name"
                + " IN (SELECT name FROM queued_host WHERE run = ? AND " + FREE + " ORDER BY position LIMIT (SELECT"
                + " ceil(count(*) / ?::numeric) FROM queued_host WHERE run = ? AND " + FREE
                + ") FOR UPDATE SKIP LOCKED)"
                + " RETURNING name")) {
            update.setObject(1, worker);
            update.setLong(2, run);
            update.setLong(3, run);
            setFree(update, 4, there, of);
            update.setInt(7, workers.size());
            update.setLong(8, run);
            setFree(update, 9, there, of);
            return names(update);
        }
    }

    private static void setFree(PreparedStatement statement, int from, Array workers, Array zones) throws SQLException {
        statement.setArray(from, workers);
        statement.setArray(from + 1, zones);
        statement.setArray(from + 2, zones);
    }

    /** The workers that have hosts of a run and are gone. */
    static List<UUID> gone(Connection from, long run, Collection<UUID> workers) throws SQLException {
        try (PreparedStatement select = from.prepareStatement(
                "SELECT DISTINCT worker FROM queued_host WHERE run = ? AND worker IS NOT NULL AND worker <> ALL (?)")) {
            select.setLong(1, run);
            select.setArray(2, from.createArrayOf("uuid", workers.toArray()));
            try (ResultSet row = select.executeQuery()) {
                List<UUID> gone = new ArrayList<>();
                while (row.next()) {
                    gone.add(row.getObject(1, UUID.class));
                }
                return gone;
            }
        }
    }

    /** Gives the hosts of a worker back. */
    static void giveBack(Connection to, long run, UUID worker) throws SQLException {
        try (PreparedStatement update =
                to.prepareStatement("UPDATE queued_host SET worker = NULL WHERE run = ? AND worker = ?")) {
            update.setLong(1, run);
            update.setObject(2, worker);
            update.executeUpdate();
        }
    }

    /** The hosts of a run that no worker has. */
    static List<QueuedHost> waiting(Connection from, long run, Collection<UUID> workers) throws SQLException {
        try (PreparedStatement select = from.prepareStatement("SELECT name, zone FROM queued_host WHERE run = ? AND"
                + " (worker IS NULL OR worker <> ALL (?)) ORDER BY position")) {
            select.setLong(1, run);
            select.setArray(2, from.createArrayOf("uuid", workers.toArray()));
            try (ResultSet row = select.executeQuery()) {
                List<QueuedHost> hosts = new ArrayList<>();
                while (row.next()) {
                    hosts.add(new QueuedHost(row.getString(1), row.getString(2)));
                }
                return hosts;
            }
        }
    }

    /** The runs under way that have hosts in the queue, the oldest first: their last leg has not ended. */
    static List<String> runs(Connection from) throws SQLException {
        try (PreparedStatement select = from.prepareStatement("SELECT id FROM run WHERE EXISTS (SELECT 1 FROM"
                + " queued_host WHERE queued_host.run = run.key) AND 'running' = (SELECT state FROM leg WHERE leg.run ="
                + " run.key ORDER BY number DESC LIMIT 1) ORDER BY key")) {
            return names(select);
        }
    }

    private static List<String> names(PreparedStatement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery()) {
            List<String> names = new ArrayList<>();
            while (row.next()) {
                names.add(row.getString(1));
            }
            return names;
        }
    }
}
