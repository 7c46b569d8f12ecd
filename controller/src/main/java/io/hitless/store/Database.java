package io.hitless.store;

import io.hitless.source.UserError;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The open database of a state: SQLite, for one bastion, or PostgreSQL, for several. Their tables are the same, and the
 * statements of {@link JournalSql} are understood by both. Safe for use by several threads.
 */
interface Database extends AutoCloseable {
    /** A read with the connection. */
    interface Query<T> {
        T on(Connection connection) throws SQLException;
    }

    /** A write with the connection. It may be called again, if the connection broke: it changes nothing else. */
    interface Work {
        void on(Connection connection) throws SQLException;
    }

    /** What the operator must know about opening the journal. */
    List<String> notices();

    /**
     * Writes in one transaction.
     *
     * @param toDisk whether this and all earlier writes are on disk on return; otherwise they survive the end of the
     *     process, but perhaps not of the system
     */
    void write(boolean toDisk, Work work) throws SQLException;

    /** @throws UserError if it can't be read, or is damaged */
    <T> T read(Query<T> query);

    /** The same during a run: waits for a server that does not answer. The query may be called again. */
    default <T> T readPatiently(Query<T> query) {
        return read(query);
    }

    /** Within a write, waits until no other write about the same is under way, and keeps them off until it ends. */
    default void takeTurns(Connection connection, String about) throws SQLException {
        // there is one write at a time
    }

    /** Syncs earlier writes to disk. */
    void toDisk() throws SQLException;

    /** Frees the space of deleted rows. */
    void shrink() throws SQLException;

    /** A database error as an error for the operator. */
    UserError failure(SQLException e);

    /**
     * Locks a run for this process.
     *
     * @throws UserError if another process holds it
     */
    RunLock lock(RunId run, Invoker caller);

    /**
     * Makes this process a worker.
     *
     * @throws UserError if several processes can't share a run here
     */
    default WorkerLock worker(Invoker caller) {
        throw new UserError(
                null,
                "workers need a state in PostgreSQL",
                "--state postgresql://USER@HOST/DATABASE, on each bastion; 'hitless state init' prepares it");
    }

    /** Whether no process holds a run's lock, here or elsewhere. */
    boolean isFree(RunId run);

    /** The runs whose lock is held; null if that is to be told by their processes, which are all on this machine. */
    @Nullable
    Set<String> liveRuns(Connection from) throws SQLException;

    @Override
    void close();
}
