package io.hitless.agent;

import io.hitless.transport.Connection;
import io.hitless.transport.LocalProcess;
import io.hitless.transport.RemoteProcess;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
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
        return new Started(new LocalProcess(process));
    }

    /** A process that a lost connection can't end any more. */
    private final class Started implements RemoteProcess {
        private final RemoteProcess process;

        Started(RemoteProcess process) {
            this.process = process;
        }

        @Override
        public OutputStream input() {
            return process.input();
        }

        @Override
        public InputStream output() {
            return process.output();
        }

        @Override
        public InputStream error() {
            return process.error();
        }

        @Override
        public int waitFor(Duration limit) throws IOException {
            return process.waitFor(limit);
        }

        @Override
        public void close() {
            if (open) {
                process.close();
            }
        }
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
