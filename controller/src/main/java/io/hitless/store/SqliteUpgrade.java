package io.hitless.store;

import io.hitless.source.Reason;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.Set;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.sqlite.SQLiteDataSource;

/** Upgrades a SQLite file of an earlier version, by Flyway. */
final class SqliteUpgrade {
    private static final int BUSY_MILLIS = 60_000;

    private SqliteUpgrade() {}

    /** Reads the version of the file's tables. */
    interface Version {
        int now() throws SQLException;
    }

    // One process and thread at a time: another that opens the file waits, and finds it upgraded.
    static synchronized void of(Path file, Version version) throws SQLException {
        try (FileChannel lock = FileChannel.open(
                        file.resolveSibling("journal.upgrade"),
                        Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE));
                FileLock _ = lock.lock()) {
            int from = version.now();
            if (from < Schema.STEPS.size()) {
                SQLiteDataSource source = new SQLiteDataSource();
                source.setUrl("jdbc:sqlite:" + file);
                source.setEnforceForeignKeys(false);
                source.getConfig().setBusyTimeout(BUSY_MILLIS);
                Flyway.configure()
                        .dataSource(source)
                        .locations(new String[0])
                        .javaMigrations(SchemaStep.of(Schema.STEPS, step -> "PRAGMA user_version = " + step))
                        .baselineOnMigrate(true)
                        .baselineVersion(String.valueOf(from))
                        .load()
                        .migrate();
            }
        } catch (FlywayException e) {
            throw new SQLException("the tables can't be upgraded: " + Reason.of(e), e);
        } catch (IOException e) {
            throw new SQLException("the file can't be locked to upgrade its tables: " + Reason.of(e), e);
        }
    }
}
