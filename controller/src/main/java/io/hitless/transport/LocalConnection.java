package io.hitless.transport;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** This machine as a host: commands run by {@code /bin/sh -c}. */
final class LocalConnection implements Connection {
    // Detached from the terminal: Ctrl-C goes to the controller only, which then ends its processes.
    private static final List<String> OWN_SESSION = Stream.of("/usr/bin/setsid", "/bin/setsid")
            .filter(path -> Files.isExecutable(Path.of(path)))
            .limit(1)
            .toList();

    private final Set<Process> running = ConcurrentHashMap.newKeySet();
    private final @Nullable File directory;
    private volatile boolean closed;

    /** @param directory where commands begin; null, or one that is gone: the controller's own */
    LocalConnection(@Nullable Path directory) {
        this.directory = directory != null && Files.isDirectory(directory) ? directory.toFile() : null;
    }

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
                .directory(directory)
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
