package io.hitless.agent;

import io.hitless.transport.RemoteProcess;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;

/** Closes a process when its time is over: whoever reads from it or writes to it wakes up then. */
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

    /** What reads or writes. */
    @FunctionalInterface
    interface Transfer<T> {
        T run() throws IOException;
    }

    /**
     * The result of a transfer.
     *
     * @throws SocketTimeoutException if the time was over before its end: what was read or written is not whole
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
        throw new SocketTimeoutException(what + " did not end within " + limit.toMillis() / 1000.0 + " s");
    }

    @Override
    public void close() {
        timer.interrupt();
    }
}
