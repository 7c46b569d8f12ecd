package io.hitless.agent;

import io.hitless.transport.Connection;
import io.hitless.transport.LocalProcess;
import io.hitless.transport.RemoteProcess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A connection to this machine without anything between: for tests of what stands above connections. */
final class LocalShell implements Connection {
    private final List<Process> started = new CopyOnWriteArrayList<>();
    private final List<String> login;
    private volatile boolean open = true;

    /** @param login the words that come before a shell to make it another user's */
    LocalShell(String... login) {
        this.login = List.of(login);
    }

    @Override
    public RemoteProcess start(String command) throws IOException {
        List<String> words = new ArrayList<>(login);
        // A process group of its own, as sshd gives each command.
        words.addAll(List.of("setsid", "/bin/sh", "-c", command));
        Process process = new ProcessBuilder(words).start();
        started.add(process);
        return new LocalProcess(process);
    }

    /** Loses the connection: what was started is not told, it finds out by itself. */
    void hangUp() throws IOException {
        open = false;
        for (Process process : started) {
            process.getInputStream().close();
            process.getErrorStream().close();
            process.getOutputStream().close();
        }
    }

    List<Process> started() {
        return started;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public void close() {
        open = false;
        started.forEach(Process::destroy);
    }
}
