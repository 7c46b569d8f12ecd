package io.hitless.store;

import io.hitless.source.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Locks in a database that several bastions share: leases, which their owner renews. Only the database's clock counts.
 * After the server was started again, every owner has as much time as a lease lasts to renew it.
 */
final class Leases {
    private static final String LIVE = "clock_timestamp() < greatest(expires, pg_postmaster_start_time() + lasts)";

    private static final String WORKER = "worker/";
    private static final long TAKING = 0x68746c73; // "htls"

    /**
     * Which processes can be seen from here: those of this boot, in this namespace of process ids, and of this user,
     * since {@code /proc} may be mounted so that it hides those of others.
     */
    private static final String HERE = here();

    private Leases() {}

    /**
     * Who holds a lease.
     *
     * @param owner user and bastion
     * @param since when it was taken
     */
    record Holder(String name, String run, String owner, long pid, UUID token, Instant since) {
        /** The run, its owner, and since when. */
        String text() {
            return "run " + run + " of " + owner + " since " + sinceText();
        }

        String sinceText() {
            return since.truncatedTo(ChronoUnit.SECONDS).toString();
        }
    }

    static String ofRun(RunId run) {
        return "run/" + run;
    }

    static String ofWorker(UUID token) {
        return WORKER + token;
    }

    static String ofSuccession(RunId run) {
        return "succession/" + run;
    }

    private static String here() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip() + "/"
                    + Files.readSymbolicLink(Path.of("/proc/self/ns/pid")) + "/"
                    + Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        } catch (IOException e) {
            return "unknown: " + Reason.of(e); // no process of another bastion is taken for one of this machine
        }
    }

    /** The holder of a lease; null if nobody does. */
    static @Nullable Holder holder(Connection from, String name) throws SQLException {
        return holders(from, "= ?", name).stream().findFirst().orElse(null);
    }

    /** The holders of the leases of all runs. */
    static List<Holder> all(Connection from) throws SQLException {
        return holders(from, "LIKE ?", "run/%");
    }

    /** The tokens of all workers that are there. */
    static List<UUID> workers(Connection from) throws SQLException {
        return holders(from, "LIKE ?", WORKER + "%").stream().map(Holder::token).toList();
    }

    // The process of a lease of this machine is looked at: it need not expire.
    private static List<Holder> holders(Connection from, String which, Object value) throws SQLException {
        try (PreparedStatement select =
                from.prepareStatement("SELECT name, run, owner, pid, since, place, token, taken FROM lease WHERE "
                        + LIVE + " AND name " + which + " ORDER BY name")) {
            select.setObject(1, value);
            try (ResultSet row = select.executeQuery()) {
                List<Holder> out = new ArrayList<>();
                while (row.next()) {
                    ControllerProcess process = new ControllerProcess(row.getLong("pid"), row.getString("since"));
                    if (!row.getString("place").equals(HERE) || process.isAlive()) {
                        out.add(new Holder(
                                row.getString("name"),
                                row.getString("run"),
                                row.getString("owner"),
                                process.pid(),
                                row.getObject("token", UUID.class),
                                row.getTimestamp("taken").toInstant()));
                    }
                }
                return out;
            }
        }
    }

    /**
     * Takes leases that nobody holds, or that this run has on this token. All or none: the caller rolls back if some
     * are refused.
     *
     * @return the holders of those that are held
     */
    static List<Holder> take(
            Connection to, Collection<String> names, String run, String owner, UUID token, Duration lasts)
            throws SQLException {
        // Of two that take leases at once, one waits here until the other has them.
        Sql.execute(to, "DO 'BEGIN PERFORM pg_advisory_xact_lock(" + TAKING + "); END'");
        List<Holder> refused = holders(to, "= ANY (?)", to.createArrayOf("text", names.toArray())).stream()
                .filter(holder -> !holder.token().equals(token))
                .toList();
        if (refused.isEmpty()) {
            put(to, names, run, owner, token, lasts);
        }
        return refused;
    }

    /**
     * Whether a token has a lease. If it has, nobody can take the lease before the transaction has ended: what is
     * written in it belongs to the owner's time.
     */
    static boolean keep(Connection from, String name, UUID token) throws SQLException {
        try (PreparedStatement select =
                from.prepareStatement("SELECT 1 FROM lease WHERE name = ? AND token = ? FOR NO KEY UPDATE")) {
            select.setString(1, name);
            select.setObject(2, token);
            try (ResultSet row = select.executeQuery()) {
                return row.next();
            }
        }
    }

    private static void put(
            Connection to, Collection<String> names, String run, String owner, UUID token, Duration lasts)
            throws SQLException {
        ControllerProcess self = ControllerProcess.self();
        try (PreparedStatement insert = to.prepareStatement(
                "INSERT INTO lease (name, run, owner, pid, since, place, token, taken, expires, lasts) SELECT ?, ?, ?,"
                    + " ?, ?, ?, ?, clock_timestamp(), clock_timestamp() + l, l FROM (SELECT make_interval(secs => ?)"
                    + " AS l) AS lasting ON CONFLICT (name) DO UPDATE SET run = excluded.run, owner = excluded.owner,"
                    + " pid = excluded.pid, since = excluded.since, place = excluded.place, token = excluded.token,"
                    + " taken = excluded.taken, expires = excluded.expires, lasts = excluded.lasts")) {
            for (String name : names.stream().sorted().toList()) { // in one order, so that nobody waits in a circle
                insert.setString(1, name);
                insert.setString(2, run);
                insert.setString(3, owner);
                insert.setLong(4, self.pid());
                insert.setString(5, self.since());
                insert.setString(6, HERE);
                insert.setObject(7, token);
                insert.setDouble(8, lasts.toMillis() / 1000.0);
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /** Renews all leases of a token that are still there. */
    static void renew(Connection to, UUID token) throws SQLException {
        try (PreparedStatement update =
                to.prepareStatement("UPDATE lease SET expires = clock_timestamp() + lasts WHERE name IN (SELECT name"
                        + " FROM lease WHERE token = ? ORDER BY name FOR NO KEY UPDATE)")) {
            update.setObject(1, token);
            update.executeUpdate();
        }
    }

    static void release(Connection to, UUID token) throws SQLException {
        try (PreparedStatement delete = to.prepareStatement("DELETE FROM lease WHERE token = ?")) {
            delete.setObject(1, token);
            delete.executeUpdate();
        }
    }

    static void release(Connection to, String name, UUID token) throws SQLException {
        try (PreparedStatement delete = to.prepareStatement("DELETE FROM lease WHERE name = ? AND token = ?")) {
            delete.setString(1, name);
            delete.setObject(2, token);
            delete.executeUpdate();
        }
    }

    /** Takes leases of workers away: what these write from now on is refused. */
    static void end(Connection to, Collection<UUID> workers) throws SQLException {
        try (PreparedStatement delete = to.prepareStatement("DELETE FROM lease WHERE name = ANY (?)")) {
            delete.setArray(
                    1,
                    to.createArrayOf(
                            "text", workers.stream().map(Leases::ofWorker).toArray()));
            delete.executeUpdate();
        }
    }

    static void forgetOld(Connection to) throws SQLException {
        Sql.execute(to, "DELETE FROM lease WHERE expires < clock_timestamp() - interval '1 day'");
    }
}
