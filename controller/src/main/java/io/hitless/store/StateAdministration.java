package io.hitless.store;

import io.hitless.source.UserError;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Prepares and checks the database of a state. */
public final class StateAdministration {
    private StateAdministration() {}

    /**
     * Creates or upgrades the tables, and lets roles use them.
     *
     * @param readers roles that may read
     * @param runners roles that may also run: they write
     * @return what was done
     */
    public static List<String> init(StateDirectory state, List<String> readers, List<String> runners) {
        PostgresAddress address = state.database();
        if (address == null) {
            throw new UserError(
                    null,
                    state + " is a directory, which needs no preparation",
                    "--state postgresql://USER@HOST/DATABASE names a database");
        }
        int before = PostgresDatabase.init(address);
        int now = PostgresSchema.STEPS.size();
        List<String> done = new ArrayList<>();
        done.add(address + ": "
                + (before == 0
                        ? "the tables of hitless were created"
                        : before == now
                                ? "the tables are up to date"
                                : "the tables were upgraded from version " + before)
                + " (version " + now + ")");
        try (PostgresDatabase database = PostgresDatabase.open(address, _ -> {})) {
            database.write(true, connection -> {
                for (String role : readers) {
                    grant(connection, role, "SELECT", false);
                }
                for (String role : runners) {
                    grant(connection, role, "SELECT, INSERT, UPDATE, DELETE", true);
                }
            });
            readers.forEach(role -> done.add("role " + role + " may read"));
            runners.forEach(role -> done.add("role " + role + " may read and run"));
            return done;
        } catch (SQLException e) {
            throw PostgresFailure.of(address, e);
        }
    }

    // The version of the tables is written by their owner alone.
    private static void grant(Connection connection, String role, String rights, boolean writes) throws SQLException {
        String name = '"' + role.replace("\"", "\"\"") + '"';
        String schema = PostgresSchema.NAME;
        Sql.execute(connection, "GRANT USAGE ON SCHEMA " + schema + " TO " + name);
        Sql.execute(connection, "GRANT " + rights + " ON ALL TABLES IN SCHEMA " + schema + " TO " + name);
        if (writes) {
            Sql.execute(connection, "GRANT USAGE ON ALL SEQUENCES IN SCHEMA " + schema + " TO " + name);
            Sql.execute(
                    connection, "REVOKE INSERT, UPDATE, DELETE ON " + schema + ".flyway_schema_history FROM " + name);
        }
    }

    /**
     * What a check found.
     *
     * @param rows by table
     * @param damaged what is wrong, by run
     * @param held who holds which run now
     */
    public record Findings(Map<String, Long> rows, Map<String, String> damaged, List<String> held) {
        public Findings {
            rows = Map.copyOf(rows);
            damaged = Map.copyOf(damaged);
            held = List.copyOf(held);
        }
    }

    /** Reads every event of every run, and compares it with its checksum. */
    public static Findings check(Journal journal) {
        Map<String, Long> rows = new LinkedHashMap<>();
        Map<String, String> damaged = new LinkedHashMap<>();
        Database database = journal.database();
        database.read(connection -> {
            for (String table : StateCopy.TABLES) {
                rows.put(table, StateCopy.count(connection, table));
            }
            return true;
        });
        for (RunRecord run : journal.runs()) {
            try {
                journal.events(run.id(), 0, _ -> {});
            } catch (UserError e) {
                damaged.put(run.id().text(), e.what());
            }
        }
        List<String> held = journal.state().database() == null
                ? List.of()
                : database.read(Leases::all).stream().map(Leases.Holder::text).toList();
        return new Findings(rows, damaged, held);
    }
}
