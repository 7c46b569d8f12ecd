package io.hitless.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.sqlite.SQLiteConfig;

/**
 * Copies what can be read of a damaged journal, run by run. An incomplete run is marked, so that it can't be resumed.
 */
final class JournalRecovery {
    private final Connection from;
    private final Connection to;
    private int complete;
    private int partial;
    private int lost;

    private JournalRecovery(Connection from, Connection to) {
        this.from = from;
        this.to = to;
    }

    /** Copies into an empty journal; returns a summary for the operator. */
    static String copy(Path broken, Connection to) {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        try (Connection from = config.createConnection("jdbc:sqlite:" + broken)) {
            JournalRecovery recovery = new JournalRecovery(from, to);
            boolean knowsDrift = recovery.knowsDrift();
            for (long run : recovery.runs()) {
                recovery.run(run, knowsDrift);
            }
            if (knowsDrift) {
                recovery.sightings();
            }
            return String.format(
                    "runs taken over whole: %d, in part: %d, known of but lost: %d",
                    recovery.complete, recovery.partial, recovery.lost);
        } catch (SQLException _) {
            return "nothing in the old one could be read";
        }
    }

    private List<Long> runs() throws SQLException {
        List<Long> keys = new ArrayList<>();
        try (Statement statement = from.createStatement();
                ResultSet rows = statement.executeQuery("SELECT key FROM run ORDER BY key")) {
            while (rows.next()) {
                keys.add(rows.getLong(1));
            }
        } catch (SQLException e) {
            if (keys.isEmpty()) {
                throw e;
            }
        }
        return keys;
    }

    private void run(long run, boolean knowsDrift) throws SQLException {
        Sql.execute(to, "BEGIN IMMEDIATE");
        try {
            rows("run", "key = " + run);
            if (rows("leg", "run = " + run) == 0) { // a run without a process can't be read
                throw new SQLException("the processes of run " + run + " are lost");
            }
            boolean hosts = isReadable(() -> rows("host", "run = " + run));
            boolean checks = !knowsDrift || isReadable(() -> rows("drift_check", "run = " + run));
            boolean isComplete = isReadable(() -> events(run)) && hosts && checks;
            if (!isComplete) {
                Sql.execute(to, "UPDATE run SET damaged = 1 WHERE key = " + run);
            }
            Sql.execute(to, "COMMIT");
            complete += isComplete ? 1 : 0;
            partial += isComplete ? 0 : 1;
        } catch (SQLException _) {
            Sql.execute(to, "ROLLBACK");
            lost++;
        }
    }

    /** A copy that may meet damage. */
    private interface Copying {
        void start() throws SQLException;
    }

    private static boolean isReadable(Copying copying) throws SQLException {
        try {
            copying.start();
            return true;
        } catch (SQLException e) {
            if (CorruptionException.is(e)) {
                return false;
            }
            throw e;
        }
    }

    private void events(long run) throws SQLException {
        try (PreparedStatement insert = JournalSql.insertEvent(to)) {
            JournalSql.events(from, run, event -> JournalSql.insertEvent(insert, run, event));
        }
    }

    // Journals of versions without drift checks have no table for them.
    private boolean knowsDrift() {
        try {
            return Sql.number(from, "PRAGMA user_version") > 1;
        } catch (SQLException _) {
            return false;
        }
    }

    // Drift records belong to no run. Lost ones are found again by the next check, as new.
    private void sightings() throws SQLException {
        Sql.execute(to, "BEGIN IMMEDIATE");
        try {
            rows("drift_sighting", "true");
            rows("drift_service", "true");
            rows("drift_host", "run IN (SELECT key FROM run)");
        } catch (SQLException _) {
            // the rows before it are copied
        } finally {
            Sql.execute(to, "COMMIT");
        }
    }

    private int rows(String table, String which) throws SQLException {
        int copied = 0;
        try (Statement statement = from.createStatement();
                ResultSet rows = statement.executeQuery("SELECT * FROM " + table + " WHERE " + which)) {
            int width = rows.getMetaData().getColumnCount();
            List<String> names = new ArrayList<>();
            for (int i = 1; i <= width; i++) {
                names.add(rows.getMetaData().getColumnName(i));
            }
            String places = String.join(", ", Collections.nCopies(width, "?"));
            try (PreparedStatement insert = to.prepareStatement(
                    "INSERT INTO " + table + " (" + String.join(", ", names) + ") VALUES (" + places + ")")) {
                while (rows.next()) {
                    for (int i = 1; i <= width; i++) {
                        insert.setObject(i, rows.getObject(i));
                    }
                    insert.executeUpdate();
                    copied++;
                }
            }
        }
        return copied;
    }
}
