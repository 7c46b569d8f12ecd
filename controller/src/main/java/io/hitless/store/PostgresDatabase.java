package io.hitless.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import io.hitless.source.UserError;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A PostgreSQL database that several bastions share. A write waits for a server that does not answer, and is made
 * exactly once even if the connection breaks while it is being committed.
 */
final class PostgresDatabase implements Database {
    private static final int OLDEST = 140_000;
    private static final int CONNECTIONS = 4;
    private static final int TURNS = 0x6874726e; // "htrn"
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final PostgresAddress address;
    private final HikariDataSource pool;
    private final Consumer<String> says;
    private volatile boolean isOfRun;

    private PostgresDatabase(PostgresAddress address, HikariDataSource pool, Consumer<String> says) {
        this.address = address;
        this.pool = pool;
        this.says = says;
    }

    /**
     * Connects, and checks that the tables are those of this version.
     *
     * @throws UserError if the server can't be reached, refuses, or has other tables
     */
    static PostgresDatabase open(PostgresAddress address, Consumer<String> says) {
        PostgresDatabase opened = connect(address, says);
        try {
            int version = opened.read(PostgresSchema::version);
            if (version != PostgresSchema.STEPS.size()) {
                throw PostgresFailure.ofVersion(address, version);
            }
            return opened;
        } catch (Throwable e) {
            opened.close();
            throw e;
        }
    }

    /** Creates or upgrades the tables; returns the version that they had. */
    static int init(PostgresAddress address) {
        try (PostgresDatabase opened = connect(address, _ -> {})) {
            int version = opened.read(PostgresSchema::version);
            if (version > PostgresSchema.STEPS.size()) {
                throw PostgresFailure.ofVersion(address, version);
            }
            if (version < PostgresSchema.STEPS.size()) {
                try {
                    PostgresSchema.upgrade(opened.pool);
                } catch (SQLException e) {
                    throw opened.failure(e);
                }
            }
            return version;
        }
    }

    private static PostgresDatabase connect(PostgresAddress address, Consumer<String> says) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("hitless");
        config.setJdbcUrl(address.jdbc());
        config.setDataSourceProperties(address.properties());
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(0);
        config.setInitializationFailTimeout(1); // one attempt
        config.setConnectionTimeout(5000);
        config.setValidationTimeout(3000);
        config.setAutoCommit(false);
        PostgresDatabase opened = new PostgresDatabase(address, pool(address, config), says);
        try {
            opened.read(connection -> {
                if (Sql.number(connection, "SELECT current_setting('server_version_num')::integer") < OLDEST) {
                    throw new UserError(address + " is a server of before PostgreSQL 14, which hitless needs");
                }
                if (Sql.number(connection, "SELECT (current_setting('server_encoding') = 'UTF8')::integer") == 0) {
                    throw new UserError(
                            null,
                            "the database " + address + " can't hold all texts: its encoding is not UTF8",
                            "create it with: createdb -E UTF8 -T template0");
                }
                return true;
            });
            return opened;
        } catch (Throwable e) {
            opened.close();
            throw e;
        }
    }

    private static HikariDataSource pool(PostgresAddress address, HikariConfig config) {
        try {
            return new HikariDataSource(config);
        } catch (HikariPool.PoolInitializationException e) {
            if (e.getCause() instanceof SQLException why) {
                throw PostgresFailure.of(address, why);
            }
            throw e;
        }
    }

    @Override
    public List<String> notices() {
        return List.of();
    }

    // Every commit is on disk: if the server lost the last ones in a crash, their numbers would be missing.
    @Override
    public void write(boolean toDisk, Work work) throws SQLException {
        Outage outage = new Outage(address, says);
        while (true) {
            String transaction = null;
            try (Connection connection = pool.getConnection()) {
                try {
                    String begun = transaction(connection);
                    work.on(connection);
                    transaction = begun;
                    connection.commit();
                    outage.over();
                    return;
                } catch (SQLException | RuntimeException e) {
                    rollBack(connection, e);
                    throw e;
                }
            } catch (SQLException e) {
                if (!outage.waits(e, PAUSE)) {
                    throw e;
                }
                if (transaction != null && isCommitted(transaction, outage)) {
                    return;
                }
            }
        }
    }

    /** Writes without waiting for a server that does not answer. */
    private void tryWrite(Work work) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            try {
                work.on(connection);
                connection.commit();
            } catch (SQLException | RuntimeException e) {
                rollBack(connection, e);
                throw e;
            }
        }
    }

    private static String transaction(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT pg_current_xact_id()::text");
                ResultSet row = select.executeQuery()) {
            row.next();
            return row.getString(1);
        }
    }

    // The answer to the commit was lost, so the server is asked what became of the transaction.
    private boolean isCommitted(String transaction, Outage outage) throws SQLException {
        while (true) {
            try (Connection connection = pool.getConnection();
                    PreparedStatement select = connection.prepareStatement(
                            "SELECT CASE WHEN ?::text::xid8 >= pg_snapshot_xmax(pg_current_snapshot()) THEN 'aborted'"
                                    + " ELSE pg_xact_status(?::text::xid8) END")) {
                select.setString(1, transaction);
                select.setString(2, transaction);
                try (ResultSet row = select.executeQuery()) {
                    String status = row.next() ? row.getString(1) : null;
                    connection.rollback();
                    if (!"in progress".equals(status)) {
                        outage.over();
                        return "committed".equals(status);
                    }
                }
            } catch (SQLException e) {
                if (!PostgresFailure.helpsToWait(e)) {
                    throw e;
                }
            }
            SQLException unknown = new SQLException("it is not known whether the last write was made", "08007");
            if (!outage.waits(unknown, PAUSE)) {
                throw unknown;
            }
        }
    }

    private static void rollBack(Connection connection, Exception because) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            because.addSuppressed(e);
        }
    }

    @Override
    public <T> T read(Query<T> query) {
        try {
            return tryRead(query);
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    private <T> T tryRead(Query<T> query) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            try {
                return query.on(connection);
            } finally {
                connection.rollback();
            }
        }
    }

    @Override
    public <T> T readPatiently(Query<T> query) {
        Outage outage = new Outage(address, says);
        while (true) {
            try {
                T found = tryRead(query);
                outage.over();
                return found;
            } catch (SQLException e) {
                if (!isOfRun || !outage.waits(e, PAUSE)) {
                    throw failure(e);
                }
            }
        }
    }

    @Override
    public void takeTurns(Connection connection, String about) throws SQLException {
        try (PreparedStatement lock = connection.prepareStatement("SELECT pg_advisory_xact_lock(?, hashtext(?))")) {
            lock.setInt(1, TURNS);
            lock.setString(2, about);
            lock.executeQuery().close();
        }
    }

    @Override
    public void toDisk() {
        // every write is
    }

    /** Forgets locks that expired long ago. The server itself frees space. */
    @Override
    public void shrink() throws SQLException {
        write(true, Leases::forgetOld);
    }

    @Override
    public UserError failure(SQLException e) {
        return PostgresFailure.of(address, e);
    }

    @Override
    public RunLock lock(RunId run, Invoker caller) {
        RunLock lock = RunLease.of(this, this::tryWrite, address.lease(), run, caller);
        isOfRun = true;
        return lock;
    }

    @Override
    public WorkerLock worker(Invoker caller) {
        WorkerLock lease = WorkerLease.of(this, this::tryWrite, address.lease(), caller);
        isOfRun = true;
        return lease;
    }

    @Override
    public boolean isFree(RunId run) {
        return readPatiently(connection -> Leases.holder(connection, Leases.ofRun(run)) == null);
    }

    @Override
    public Set<String> liveRuns(Connection from) throws SQLException {
        Set<String> live = new HashSet<>();
        for (Leases.Holder holder : Leases.all(from)) {
            live.add(holder.run());
        }
        return live;
    }

    @Override
    public void close() {
        pool.close();
    }
}
