package io.hitless.transport;

/**
 * Opens connections. There is one per run: it holds what connections share (known hosts, ssh configuration, jump hosts,
 * rate limits).
 */
public interface Connector extends AutoCloseable {
    /**
     * Connects, with the retries that the target sets.
     *
     * @throws ConnectFailure the failure of the last attempt
     * @throws InterruptedException if the thread is interrupted while connecting
     */
    Connection connect(Target target) throws ConnectFailure, InterruptedException;

    /** Closes shared connections to jump hosts. */
    @Override
    void close();
}
