package io.hitless.agent;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** The way to one host during a run: one connection, and over it one agent per identity. Used by one thread at a time. */
public interface HostSession extends AutoCloseable {
    /**
     * Carries out a call; costs one round trip.
     *
     * @throws IOException if the connection or the agent is lost before the answer is complete, or the limit passes: what became of the task is unknown
     */
    Result call(ModuleCall call) throws IOException, InterruptedException;

    /**
     * Puts content into a new file in the session's private directory on the host, streamed; the file goes with the session.
     *
     * @return its path, readable by the identity
     */
    String upload(InputStream content, @Nullable Become become) throws IOException, InterruptedException;

    /** Streams a file of the host. */
    void download(String path, OutputStream to, @Nullable Become become) throws IOException, InterruptedException;

    /** Runs a command line through the login shell without the agent, for hosts that have no POSIX shell yet: the {@code raw} module. */
    Result raw(String commandLine, @Nullable Become become) throws IOException, InterruptedException;

    /** Whether the connection stands. */
    boolean isOpen();

    /** Ends the agents, which clean up behind them, and the connection. Never throws, and never waits longer than a second or two. */
    @Override
    void close();
}
