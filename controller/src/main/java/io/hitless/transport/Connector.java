package io.hitless.transport;

/**
 * Opens connections. One for a whole run: it knows what connections share (known hosts, ssh configuration, jump hosts,
 * the rate of connecting).
 */
public interface Connector extends AutoCloseable {
    /**
     * Connects, retrying as the target says.
     *
     * @throws ConnectFailure of the kind that the last try ended with
     * @throws InterruptedException if the thread is interrupted while connecting
     */
    Connection connect(Target target) throws ConnectFailure, InterruptedException;

    /** Closes what is shared, such as jump connections. */
    @Override
    void close();
}
