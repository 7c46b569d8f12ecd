package io.hitless.transport;

import java.io.IOException;

/** An open connection to one host, for starting commands. Safe for use by several threads. */
public interface Connection extends AutoCloseable {
    /**
     * Starts a command through the connected user's login shell, in a channel of its own.
     *
     * @throws IOException if the connection is lost
     */
    RemoteProcess start(String command) throws IOException;

    /** Whether the connection is open, as far as is known without asking the host. */
    boolean isOpen();

    /** Closes the connection and ends every process started over it. */
    @Override
    void close();
}
