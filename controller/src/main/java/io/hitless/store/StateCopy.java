package io.hitless.store;

import io.hitless.source.UserError;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Copies the journal of a state into another state, of the same or another kind of database. */
public final class StateCopy {
    /** In an order in which each refers to earlier ones. */
    static final List<String> TABLES =
            List.of("run", "leg", "host", "event", "drift_check", "drift_sighting", "drift_service", "drift_host");

    private static final int FETCHED = 1000;

    private StateCopy() {}

    /**
     * Copies everything, in one transaction, and compares the number of rows.
     *
     * @return the number of rows by table
     * @throws UserError if the target has runs, a run is under way, or the copy differs
     */
    public static Map<String, Long> copy(StateDirectory from, StateDirectory to, Consumer<String> says) {
        if (from.equals(to)) {
            throw new UserError("the states are the same: " + from);
        }
        try (Journal source = Journal.open(from, says);
                Journal target = Journal.open(to, says)) {
            source.notices().forEach(says);
            source.runs().stream()
                    .filter(run -> run.state() == RunRecord.State.RUNNING)
                    .findFirst()
                    .ifPresent(run -> {
                        throw new UserError(
                                null, "run " + run.id() + " is under way in " + from, "wait until it has ended");
                    });
            if (!target.runs().isEmpty()) {
                throw new UserError(null, to + " has runs already", "a journal is copied into an empty state");
            }
            Database written = target.database();
            return source.database()
                    .read(connection -> snapshot(connection, () -> {
                        Map<String, Long> rows = new LinkedHashMap<>();
                        written.write(true, into -> copy(connection, into, rows));
                        return rows;
                    }));
        }
    }

    private static boolean isPostgres(Connection connection) throws SQLException {
        return connection.getMetaData().getDatabaseProductName().equals("PostgreSQL");
    }

    private interface Copying {
        Map<String, Long> start() throws SQLException;
    }

    // All tables as they are at one moment.
    private static Map<String, Long> snapshot(Connection connection, Copying copying) throws SQLException {
        boolean postgres = isPostgres(connection);
        Sql.execute(connection, postgres ? "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY" : "BEGIN");
        try {
            return copying.start();
        } finally {
            if (!postgres) {
                Sql.execute(connection, "COMMIT");
            }
        }
    }

    private static void copy(Connection from, Connection to, Map<String, Long> rows) throws SQLException {
        rows.clear();
        for (String table : TABLES) {
            rows.put(table, copy(from, to, table));
            long there = count(to, table);
            if (there != count(from, table) || there != rows.get(table)) {
                throw new SQLException("the copy of " + table + " has " + there + " rows instead of "
                        + count(from, table) + "; nothing was copied");
            }
        }
        if (isPostgres(to)) {
            Sql.number(
                    to,
                    "SELECT setval(pg_get_serial_sequence('run', 'key'), coalesce(max(key), 1), max(key) IS NOT NULL)"
                            + " FROM run");
        }
    }

    static long count(Connection from, String table) throws SQLException {
        try (Statement statement = from.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM " + table)) {
            row.next();
            return row.getLong(1);
        }
    }

    private static long copy(Connection from, Connection to, String table) throws SQLException {
        Map<String, Integer> columns = columns(to, table);
        String names = String.join(", ", columns.keySet());
        List<Integer> types = new ArrayList<>(columns.values());
        long copied = 0;
        try (Statement select = from.createStatement();
                PreparedStatement insert = to.prepareStatement("INSERT INTO " + table + " (" + names + ") VALUES ("
                        + String.join(", ", Collections.nCopies(types.size(), "?")) + ")")) {
            select.setFetchSize(FETCHED);
            try (ResultSet rows = select.executeQuery("SELECT " + names + " FROM " + table)) {
                while (rows.next()) {
                    for (int i = 1; i <= types.size(); i++) {
                        set(insert, i, types.get(i - 1), rows);
                    }
                    insert.addBatch();
                    if (++copied % FETCHED == 0) {
                        insert.executeBatch();
                    }
                }
            }
            insert.executeBatch();
        }
        return copied;
    }

    // SQLite has numbers for true and false.
    private static void set(PreparedStatement insert, int i, int type, ResultSet rows) throws SQLException {
        Object value = rows.getObject(i);
        if (value == null) {
            insert.setNull(i, type);
        } else if (type == Types.BIT || type == Types.BOOLEAN) {
            insert.setBoolean(i, rows.getBoolean(i));
        } else if (value instanceof Boolean flag) {
            insert.setInt(i, flag ? 1 : 0);
        } else if (value instanceof Number) {
            insert.setLong(i, rows.getLong(i));
        } else {
            insert.setString(i, rows.getString(i));
        }
    }

    /** The columns of a table, quoted, with their types. */
    private static Map<String, Integer> columns(Connection in, String table) throws SQLException {
        try (Statement statement = in.createStatement();
                ResultSet none = statement.executeQuery("SELECT * FROM " + table + " WHERE 1 = 0")) {
            ResultSetMetaData about = none.getMetaData();
            Map<String, Integer> columns = new LinkedHashMap<>();
            for (int i = 1; i <= about.getColumnCount(); i++) {
                columns.put('"' + about.getColumnName(i) + '"', about.getColumnType(i));
            }
            return columns;
        }
    }
}
