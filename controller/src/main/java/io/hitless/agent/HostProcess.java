package io.hitless.agent;

import io.hitless.transport.RemoteProcess;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;

/**
 * A command on a host whose input and output the caller handles.
 *
 * @param process the process
 * @param errors what it has printed to standard error
 */
public record HostProcess(RemoteProcess process, Errors errors) implements AutoCloseable {
    /** What a process has printed to standard error; of a long text the end. */
    @FunctionalInterface
    public interface Errors {
        String text() throws InterruptedException;
    }

    public OutputStream input() {
        return process.input();
    }

    public InputStream output() {
        return process.output();
    }

    /**
     * Waits for the command to end.
     *
     * @return its exit status
     * @throws java.net.SocketTimeoutException if it has not ended after {@code limit}
     * @throws IOException if the connection is lost
     */
    public int waitFor(Duration limit) throws IOException {
        return process.waitFor(limit);
    }

    @Override
    public void close() {
        process.close();
    }
}
