package io.hitless.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The databases that a state can be in: what a test says of a journal is true of both. */
enum StateKind {
    SQLITE,
    POSTGRESQL;

    private static final Map<Path, String> DATABASES = new ConcurrentHashMap<>();

    /** The state of a test, which is empty at first. */
    StateDirectory state(Path directory) {
        return switch (this) {
            case SQLITE -> new StateDirectory(directory.resolve("state"));
            case POSTGRESQL ->
                new StateDirectory(
                        directory.resolve("state"),
                        PostgresAddress.of(
                                DATABASES.computeIfAbsent(
                                        directory, _ -> PostgresServer.shared().newState()),
                                Map.of("PGPASSWORD", PostgresServer.PASSWORD)));
        };
    }

    /** Does something to the database of a state. */
    void sql(Path directory, String statement) throws SQLException {
        StateDirectory state = state(directory);
        PostgresAddress address = state.database();
        if (address != null) {
            PostgresServer.shared().sql(address.database(), "SET search_path = hitless; " + statement);
            return;
        }
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + state.journal());
                Statement todo = connection.createStatement()) {
            todo.executeUpdate(statement);
        }
    }
}
