package io.hitless.transport;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** This machine as a host: commands run by {@code /bin/sh -c}. */
final class LocalConnection implements Connection {
    // Detached from the terminal: Ctrl-C goes to the controller only, which then ends its processes.
    private static final List<String> OWN_SESSION = Stream.of("/usr/bin/setsid", "/bin/setsid")
            .filter(path -> Files.isExecutable(Path.of(path)))
            .limit(1)
            .toList();

    private final Set<Process> running = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    @Override
    public RemoteProcess start(String command) throws IOException {
        if (closed) {
            throw new IOException("the connection is closed");
        }
        List<String> shell = List.of("/bin/sh", "-c", command);
        Process process = new ProcessBuilder(
                        OWN_SESSION.isEmpty()
                                ? shell
                                : Stream.concat(OWN_SESSION.stream(), shell.stream())
                                        .toList())
                .start();
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
}
