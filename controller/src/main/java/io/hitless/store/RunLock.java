package io.hitless.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Map;

/** A run's lock, held by this process, so that no other can resume the run. */
interface RunLock extends AutoCloseable {
    /**
     * Fails if another process has taken the run over; otherwise none can until the transaction ends. Called with each
     * write of the run's journal, in its transaction.
     *
     * @throws io.hitless.source.UserError if this process no longer has the run
     */
    default void check(Connection connection) throws SQLException {
        // a lock of the system can't be lost
    }

    /**
     * Locks machines for the run, all or none, where several bastions share the state.
     *
     * @return the machines that another run has locked, with what is known of it
     * @throws io.hitless.source.UserError if this process no longer has the run
     */
    default Map<String, String> lock(Collection<String> machines) {
        return Map.of(); // each machine's own lock does
    }

    @Override
    void close();
}
