package io.hitless.transport;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** This machine, as a host: commands are run by {@code /bin/sh -c}. */
final class LocalConnection implements Connection {
    // Out of the terminal's reach: Ctrl-C is for the controller, which then ends what it has started.
    private static final List<String> OWN_SESSION =
            Stream.of("/usr/bin/setsid", "/bin/setsid").filter(path -> Files.isExecutable(Path.of(path))).limit(1).toList();

    private final Set<Process> running = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    @Override
    public RemoteProcess start(String command) throws IOException {
        if (closed) {
            throw new IOException("the connection is closed");
        }
        List<String> shell = List.of("/bin/sh", "-c", command);
        Process process = new ProcessBuilder(OWN_SESSION.isEmpty() ? shell : Stream.concat(OWN_SESSION.stream(), shell.stream()).toList()).start();
        running.add(process);
        var _ = process.onExit().thenAccept(running::remove);
        return new LocalProcess(process);
    }

    @Override
    public boolean isOpen() {
        return !closed;
    }

    @Override
    public void close() {
        closed = true;
        running.forEach(Process::destroy);
    }

    private record LocalProcess(Process process) implements RemoteProcess {
        @Override
        public OutputStream input() {
            return process.getOutputStream();
        }

        @Override
        public InputStream output() {
            return process.getInputStream();
        }

        @Override
        public InputStream error() {
            return process.getErrorStream();
        }

        @Override
        public int waitFor(Duration limit) throws IOException {
            try {
                if (process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                    return process.exitValue();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
            throw new SocketTimeoutException("the command has not ended after " + limit.toMillis() / 1000.0 + " s");
        }

        @Override
        public void close() {
            try {
                process.getOutputStream().close();
            } catch (IOException _) {
                // it has ended already
            }
            process.destroy();
        }
    }
}
