package io.hitless.agent;

import io.hitless.transport.RemoteProcess;
import io.hitless.wording.Durations;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;

/** Closes a process at a deadline, which wakes up all threads that read from it or write to it. */
final class ProcessDeadline implements AutoCloseable {
    private final Duration limit;
    private final Thread timer;
    private volatile boolean passed;

    ProcessDeadline(RemoteProcess process, Duration limit) {
        this.limit = limit;
        this.timer = Thread.ofVirtual().name("transfer deadline").start(() -> {
            try {
                Thread.sleep(limit);
                passed = true;
                process.close();
            } catch (InterruptedException _) {
                // it ended in time
            }
        });
    }

    /** Reads or writes. */
    @FunctionalInterface
    interface Transfer<T> {
        T run() throws IOException;
    }

    /**
     * Runs a transfer and returns its result.
     *
     * @throws SocketTimeoutException if the deadline passed first: the data is incomplete
     */
    <T> T during(String what, Transfer<T> transfer) throws IOException {
        try {
            T result = transfer.run();
            if (!passed) {
                return result;
            }
        } catch (IOException e) {
            if (!passed) {
                throw e;
            }
        }
        throw new SocketTimeoutException(what + " did not end within " + Durations.limit(limit));
    }

    @Override
    public void close() {
        timer.interrupt();
    }
}
