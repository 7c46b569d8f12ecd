package io.hitless.store;

import java.sql.Connection;
import java.sql.SQLException;

/** A run's lock, held by this process, so that no other can resume the run. */
interface RunLock extends AutoCloseable {
    /**
     * Fails if another process has taken the run over; called with each write of the run's events, in its transaction.
     *
     * @throws io.hitless.source.UserError if this process no longer has the run
     */
    default void check(Connection connection) throws SQLException {
        // a lock of the system can't be lost
    }

    @Override
    void close();
}
