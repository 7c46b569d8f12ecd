package io.hitless.agent;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The way to one host during a run: one connection, and over it one agent per identity. Used by one thread at a time.
 */
public interface HostSession extends AutoCloseable {
    /**
     * Carries out a call; costs one round trip.
     *
     * @throws IOException if the connection or the agent is lost before the answer is complete, or the limit passes:
     *     what became of the task is unknown
     */
    Result call(ModuleCall call) throws IOException, InterruptedException;

    /**
     * Puts content into a new file in the session's private directory on the host, streamed; the file goes with the
     * session.
     *
     * @return its path, readable by the identity
     * @throws java.net.SocketTimeoutException if it takes longer than {@code limit}
     */
    String upload(InputStream content, @Nullable Become become, Duration limit)
            throws IOException, InterruptedException;

    /**
     * Streams a file of the host.
     *
     * @throws java.net.SocketTimeoutException if it takes longer than {@code limit}
     */
    void download(String path, OutputStream to, @Nullable Become become, Duration limit)
            throws IOException, InterruptedException;

    /**
     * Runs a command line through the login shell without the agent, for hosts that have no POSIX shell yet: the
     * {@code raw} module.
     *
     * @throws java.net.SocketTimeoutException if it takes longer than {@code limit}
     */
    Result raw(String commandLine, @Nullable Become become, Duration limit) throws IOException, InterruptedException;

    /**
     * Takes the host's lease for a run, so that no other run changes the host. Root's lies where nobody else can write,
     * that of any other user where all can see it: all of them look at both.
     *
     * @param become who takes it; who works under it does not matter
     * @throws BecomeFailure if the identity can't be taken on
     * @throws IOException if the connection is lost, the host can't keep a lease, or its answer makes no sense
     */
    LeaseAnswer lease(LeaseRequest request, @Nullable Become become) throws IOException, InterruptedException;

    /**
     * A sign of life for a lease, where no call with a ticket has been one for long.
     *
     * @return whether it is still ours
     */
    boolean renew(HeldLease lease) throws IOException, InterruptedException;

    /**
     * Gives a lease back at the end of a run, and prunes what was kept of old runs.
     *
     * @param over whether all answers of the run were journaled, and none of its calls is open: they are forgotten.
     *     Else a resume asks for them
     * @return whether it was ours to give
     */
    boolean release(HeldLease lease, boolean over) throws IOException, InterruptedException;

    /** All leases of the host; every user can see them. */
    List<HostLease> leases() throws IOException, InterruptedException;

    /**
     * What the host knows of the last calls of a run from sessions that were lost; to be asked before the first call of
     * a resumed run.
     *
     * @param wait how long to wait for a call that is still being carried out
     */
    List<RecoveredCall> recover(String run, @Nullable Become become, Duration wait)
            throws IOException, InterruptedException;

    /** Whether the connection stands. */
    boolean isOpen();

    /**
     * Ends the agents, which clean up behind them, and the connection. Never throws, and never waits longer than a
     * second or two.
     */
    @Override
    void close();
}
