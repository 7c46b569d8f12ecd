package io.hitless.transport;

import java.io.IOException;

/** An open way to one host, over which commands are started. Safe for use by several threads. */
public interface Connection extends AutoCloseable {
    /**
     * Starts a command through the login shell of the user who is connected, in a channel of its own.
     *
     * @throws IOException if the connection is lost
     */
    RemoteProcess start(String command) throws IOException;

    /** Whether the connection stands, as far as is known without asking the host. */
    boolean isOpen();

    /** Ends the connection and every process started over it. */
    @Override
    void close();
}
