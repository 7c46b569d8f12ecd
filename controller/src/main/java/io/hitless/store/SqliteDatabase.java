package io.hitless.store;

import io.hitless.source.Reason;
import io.hitless.source.UserError;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;

/**
 * A SQLite file of the state directory: opened, checked, and migrated to this version's tables. A damaged one is set
 * aside, and its readable data is copied into a new one; {@link #notices} reports that.
 */
final class SqliteDatabase implements Database {
    static final int APPLICATION = 0x68746c73; // "htls"
    private static final int BUSY_MILLIS = 60_000; // longer than another process needs to check a large journal
    private static final long BUSY_PAUSE_NANOS = 20_000_000;
    private static final int SQLITE_BUSY = 5;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    private final StateDirectory state;
    private final Connection connection;
    private final FileChannel users;
    private final List<String> notices;
    private boolean syncing = true;

    private SqliteDatabase(StateDirectory state, Connection connection, FileChannel users, List<String> notices) {
        this.state = state;
        this.connection = connection;
        this.users = users;
        this.notices = List.copyOf(notices);
    }

    /**
     * @param thorough reads every page and every event, as a repair does; otherwise a closer check is made only if a
     *     process was killed while it used the journal
     * @throws UserError if it can't be opened
     */
    static SqliteDatabase open(StateDirectory state, boolean thorough) {
        state.create();
        SqliteLibrary.find();
        try {
            FileChannel users = FileChannel.open(
                    state.path().resolve("journal.lock"),
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.READ),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            try {
                return open(state, users, thorough);
            } catch (Throwable e) {
                users.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UserError(
                    null,
                    "cannot open the journal in " + state + ": " + Reason.of(e),
                    "choose another state directory with --state DIR");
        }
    }

    // Whoever holds the lock exclusively may check the file and set it aside. All others share the lock for as long as
    // they use the journal.
    private static SqliteDatabase open(StateDirectory state, FileChannel users, boolean thorough) throws IOException {
        List<String> notices = new ArrayList<>();
        Connection connection;
        try (FileLock alone = alone(users)) {
            connection = alone == null ? connect(state.journal()) : checked(state, thorough, notices);
        } catch (SQLException e) {
            throw failureOf(state, e);
        }
        try {
            users.lock(0, Long.MAX_VALUE, true);
        } catch (OverlappingFileLockException _) {
            // this process already has it open
        }
        return new SqliteDatabase(state, connection, users, notices);
    }

    private static @Nullable FileLock alone(FileChannel users) throws IOException {
        try {
            return users.tryLock();
        } catch (OverlappingFileLockException _) {
            return null;
        }
    }

    private static Connection checked(StateDirectory state, boolean thorough, List<String> notices) {
        String damage = IntegrityCheck.damage(state);
        try {
            if (damage == null) {
                boolean unclean = IntegrityCheck.isUnclean(state);
                Connection connection = connect(state.journal());
                try {
                    if (thorough || unclean) {
                        IntegrityCheck.check(connection, thorough);
                    }
                    return connection;
                } catch (SQLException e) {
                    connection.close();
                    throw e;
                }
            }
        } catch (SQLException e) {
            if (!CorruptionException.is(e)) {
                throw failureOf(state, e);
            }
            damage = Reason.of(e);
        }
        return recreate(state, String.valueOf(damage), notices);
    }

    private static Connection recreate(StateDirectory state, String damage, List<String> notices) {
        Path brokenFile = state.path().resolve("journal.db.broken-" + TIME.format(Instant.now()));
        try {
            for (String part : List.of("", "-wal", "-shm")) {
                Path file = Path.of(state.journal() + part);
                if (Files.exists(file)) {
                    Files.move(file, Path.of(brokenFile + part));
                }
            }
            Connection connection = connect(state.journal());
            String saved = JournalRecovery.copy(brokenFile, connection);
            notices.add("the journal " + state.journal() + " is damaged: " + damage + "; it was set aside as "
                    + brokenFile.getFileName() + " and a new one started; " + saved);
            return connection;
        } catch (SQLException | IOException e) {
            throw new UserError(
                    null,
                    "the journal " + state.journal() + " is damaged (" + damage + ") and no new one can be started: "
                            + Reason.of(e),
                    "move it out of the way, or choose another state directory with --state DIR");
        }
    }

    /** Opens and migrates a database. A missing file is created, readable by its owner only. */
    private static Connection connect(Path file) throws SQLException {
        long until = System.nanoTime() + BUSY_MILLIS * 1_000_000L;
        while (true) {
            try {
                return connectNow(file);
            } catch (SQLException e) {
                if ((e.getErrorCode() & 0xff) != SQLITE_BUSY || System.nanoTime() > until) {
                    throw e;
                }
                LockSupport.parkNanos(BUSY_PAUSE_NANOS);
            }
        }
    }

    // When two processes create a file at the same moment, SQLite does not wait for the other's change of the journal
    // mode.
    private static Connection connectNow(Path file) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(BUSY_MILLIS);
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.enforceForeignKeys(true);
        config.setGetGeneratedKeys(false); // this would query the key after each insert, and leave that query open
        makePrivate(file);
        Connection connection = config.createConnection("jdbc:sqlite:" + file);
        try {
            migrate(connection, file);
            return connection;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    // Before SQLite creates it: the files that SQLite puts beside it get the same permissions.
    private static void makePrivate(Path file) {
        try {
            if (!Files.exists(file)) {
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            }
        } catch (FileAlreadyExistsException _) {
            // another process was faster
        } catch (IOException e) {
            throw new UserError(
                    null,
                    "cannot make the journal " + file + ": " + Reason.of(e),
                    "choose another state directory with --state DIR");
        }
    }

    private static void migrate(Connection connection, Path file) throws SQLException {
        int version = Sql.number(connection, "PRAGMA user_version");
        if (version == Schema.STEPS.size()) {
            return;
        }
        int application = Sql.number(connection, "PRAGMA application_id");
        if (application != APPLICATION
                && (application != 0 || Sql.number(connection, "SELECT count(*) FROM sqlite_schema") > 0)) {
            throw new UserError(
                    null,
                    file + " is a database, but not a journal of hitless",
                    "choose another state directory with --state DIR");
        }
        if (version > Schema.STEPS.size()) {
            throw new UserError(
                    null,
                    "the journal " + file + " is of a later version of hitless (its tables: " + version
                            + ", known here: " + Schema.STEPS.size() + ")",
                    "use that version, or another state directory with --state DIR");
        }
        if (version == 0) {
            create(connection);
        } else {
            SqliteUpgrade.of(file, () -> Sql.number(connection, "PRAGMA user_version"));
        }
    }

    // A new file needs no Flyway, which would cost each first rollout its start.
    private static void create(Connection connection) throws SQLException {
        Sql.execute(connection, "BEGIN IMMEDIATE");
        try (Statement statement = connection.createStatement()) {
            // Read again: another process may have created it meanwhile.
            for (int next = Sql.number(connection, "PRAGMA user_version"); next < Schema.STEPS.size(); next++) {
                statement.executeUpdate(Schema.STEPS.get(next));
                statement.executeUpdate("PRAGMA user_version = " + (next + 1));
            }
            statement.executeUpdate("PRAGMA application_id = " + APPLICATION);
            statement.executeUpdate("COMMIT");
        } catch (SQLException e) {
            rollBack(connection, e);
            throw e;
        }
    }

    @Override
    public UserError failure(SQLException e) {
        return failureOf(state, e);
    }

    @Override
    public RunLock lock(RunId run, Invoker caller) {
        return FileRunLock.of(state, run);
    }

    @Override
    public boolean isFree(RunId run) {
        return FileRunLock.isFree(state, run);
    }

    @Override
    public @Nullable Set<String> liveRuns(Connection from) {
        return null;
    }

    @Override
    public List<String> notices() {
        return notices;
    }

    @Override
    public synchronized void write(boolean toDisk, Work work) throws SQLException {
        if (toDisk != syncing) {
            Sql.execute(connection, toDisk ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
            syncing = toDisk;
        }
        Sql.execute(connection, "BEGIN IMMEDIATE");
        try {
            work.on(connection);
            Sql.execute(connection, "COMMIT");
        } catch (SQLException | RuntimeException e) {
            rollBack(connection, e);
            throw e;
        }
    }

    @Override
    public synchronized <T> T read(Query<T> query) {
        try {
            return query.on(connection);
        } catch (SQLException e) {
            throw failureOf(state, e);
        }
    }

    @Override
    public synchronized void toDisk() throws SQLException {
        Sql.execute(connection, "PRAGMA wal_checkpoint(PASSIVE)");
    }

    @Override
    public synchronized void shrink() throws SQLException {
        Sql.execute(connection, "VACUUM");
    }

    private static UserError failureOf(StateDirectory state, SQLException e) {
        if (CorruptionException.is(e)) {
            return new UserError(
                    null,
                    "the journal " + state.journal() + " is damaged: " + Reason.of(e),
                    "'hitless history --repair' sets it aside and takes over what can be read, once no run is under"
                            + " way");
        }
        return new UserError(
                null,
                "the journal " + state.journal() + " can't be used: " + Reason.of(e),
                "is the disk full, or are its permissions wrong?");
    }

    @Override
    public synchronized void close() {
        try (users) {
            connection.close();
        } catch (SQLException | IOException _) {
            // all important data is written already, and the next process to open it checks it
        }
    }

    private static void rollBack(Connection connection, Exception because) {
        try {
            Sql.execute(connection, "ROLLBACK");
        } catch (SQLException e) {
            because.addSuppressed(e);
        }
    }
}
