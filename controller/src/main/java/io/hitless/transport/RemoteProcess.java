package io.hitless.transport;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;

/** A command that runs on a host. */
public interface RemoteProcess extends AutoCloseable {
    /** Its standard input; closing it sends end of input. */
    OutputStream input();

    /**
     * Its standard output. A read fails with an {@link IOException} when the connection is lost, so an early end can be
     * told from a normal one.
     */
    InputStream output();

    /** Its standard error. */
    InputStream error();

    /**
     * Waits for the command to end.
     *
     * @return its exit status; 128 plus the number of the signal that ended it, as shells count
     * @throws java.net.SocketTimeoutException if it has not ended after {@code limit}
     * @throws IOException if the connection is lost, or closed without an exit status
     */
    int waitFor(Duration limit) throws IOException;

    /**
     * Closes the channel; the command gets end of input and, where the host's sshd does so, a hang-up. Never throws.
     */
    @Override
    void close();
}
