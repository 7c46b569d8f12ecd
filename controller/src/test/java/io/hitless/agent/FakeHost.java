package io.hitless.agent;

import io.hitless.transport.Connection;
import io.hitless.transport.RemoteProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** A connection to a host that starts what a test gives for a command line. */
final class FakeHost implements Connection {
    private final Function<String, FakeProcess> programs;
    private final List<String> commands = new ArrayList<>();
    private volatile boolean open = true;

    FakeHost(Function<String, FakeProcess> programs) {
        this.programs = programs;
    }

    /** A host whose only process this is. */
    FakeHost(FakeProcess process) {
        this(_ -> process);
    }

    @Override
    public synchronized RemoteProcess start(String command) {
        commands.add(command);
        return programs.apply(command);
    }

    synchronized List<String> commands() {
        return List.copyOf(commands);
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public void close() {
        open = false;
    }
}
