package io.hitless.transport;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;

/** A command running on a host. */
public interface RemoteProcess extends AutoCloseable {
    /** Its standard input; closing it sends end of input. */
    OutputStream input();

    /** Its standard output. If the connection is lost, a read throws an {@link IOException}, unlike at a normal end. */
    InputStream output();

    /** Its standard error. */
    InputStream error();

    /**
     * Waits for the command to end.
     *
     * @return its exit status; if a signal ended it, 128 plus the signal's number, as in shells
     * @throws java.net.SocketTimeoutException if it has not ended after {@code limit}
     * @throws IOException if the connection is lost, or closed without an exit status
     */
    int waitFor(Duration limit) throws IOException;

    /**
     * Closes the channel. The command gets end of input and, depending on the host's sshd, a hangup signal. Never
     * throws.
     */
    @Override
    void close();
}
