package io.hitless.agent;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The connection to one host during a run, with one agent per identity. Used by one thread at a time. */
public interface HostSession extends AutoCloseable {
    /**
     * Executes a call, in one round trip.
     *
     * @throws IOException if the connection or the agent is lost before the reply is complete, or the time limit
     *     passes: the result of the task is unknown
     */
    Result call(ModuleCall call) throws IOException, InterruptedException;

    /**
     * Streams content into a new file in the session's private directory on the host. The file is removed with the
     * session.
     *
     * @return its path, readable by the identity
     * @throws java.net.SocketTimeoutException if it takes longer than {@code limit}
     */
    String upload(InputStream content, @Nullable Become become, Duration limit)
            throws IOException, InterruptedException;

    /**
     * Streams a file from the host.
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
     * Starts a script of the shell whose input and output the caller handles. It may run while another thread calls a
     * module.
     *
     * @throws BecomeFailure if the identity can't be changed
     * @throws IOException if the connection is lost
     */
    HostProcess start(String script, @Nullable Become become, Duration limit) throws IOException, InterruptedException;

    /**
     * Takes the host's lease for a run, so that no other run changes the host. Root's lease is in a directory that only
     * root can write, the lease of any other user where all users can see it; both are checked.
     *
     * @param become the identity that takes it; calls under it may use other identities
     * @throws BecomeFailure if the identity can't be changed
     * @throws IOException if the connection is lost, the host can't store a lease, or its reply is invalid
     */
    LeaseReply lease(LeaseRequest request, @Nullable Become become) throws IOException, InterruptedException;

    /**
     * Renews a lease; needed if no call with a ticket has renewed it for long.
     *
     * @return whether the run still holds it
     */
    boolean renew(HeldLease lease) throws IOException, InterruptedException;

    /**
     * Releases a lease at the end of a run, and deletes data of old runs.
     *
     * @param over whether all replies of the run are in the journal and no call is open: then they are deleted.
     *     Otherwise a resume reads them
     * @return whether the run held it
     */
    boolean release(HeldLease lease, boolean over) throws IOException, InterruptedException;

    /** All leases on the host, as every user can see them. */
    List<HostLease> leases() throws IOException, InterruptedException;

    /**
     * What the host knows of a run's last calls from sessions that were lost; used before the first call of a resumed
     * run.
     *
     * @param wait how long to wait for a call that is still being executed
     */
    List<RecoveredCall> recover(String run, @Nullable Become become, Duration wait)
            throws IOException, InterruptedException;

    /** Whether the connection is open. */
    boolean isOpen();

    /** Ends the agents, which clean up, and closes the connection. Never throws, and takes at most a second or two. */
    @Override
    void close();

    /** Closes it when the journal may lack results of the run's calls: the host keeps them, for a resume. */
    default void closeUnrecorded() {
        close();
    }
}
