package io.hitless.run.action;

import io.hitless.transport.Target;
import java.io.IOException;

/** The machines of a task that moves files between two of them. */
public interface Machines {
    /**
     * A machine as a task uses it, until closed.
     *
     * @param name its name in the inventory
     * @param link the connection to it
     * @param settings how calls run on it
     * @param release lets others use the connection
     */
    record Machine(String name, HostLink link, CallSettings settings, Runnable release) implements AutoCloseable {
        @Override
        public void close() {
            release.run();
        }
    }

    /** Returns whether the task has {@code delegate_to}, which may also name its own host. */
    boolean isDelegated();

    /** Returns how the acting host is reached: the delegate, or the task's own host. */
    Target acting();

    /** Returns how the task's own host is reached. */
    Target own();

    /** Returns the acting host. */
    Machine delegate();

    /** Returns the controller's own machine, as the user that runs it. */
    Machine bastion();

    /**
     * Returns the task's own host.
     *
     * @param target how to reach it: {@link #own}, or with some settings changed
     * @throws io.hitless.source.UserError if it cannot be locked
     * @throws IOException if it cannot be reached to lock it
     */
    Machine host(Target target) throws IOException, InterruptedException;

    /** Returns a machine that is not a host of the run, for the identity that the task has on its own host. */
    Machine elsewhere(Target.Ssh target);
}
