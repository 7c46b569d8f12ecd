package io.hitless.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/** That a worker is there, as the database knows it. */
interface WorkerLock extends RunLock {
    /** What stands for the worker. */
    UUID token();

    /** Takes one more lease, which lasts as long as the worker is there; returns who has it otherwise. */
    List<Leases.Holder> take(Connection connection, String name, RunId run) throws SQLException;
}
