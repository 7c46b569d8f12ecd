package io.hitless.run.action;

import io.hitless.agent.Result;
import io.hitless.event.Outcome;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The part of a module that runs on the controller: the whole module, or the work before and after the host's part. */
@FunctionalInterface
public interface Action {
    /**
     * Executes the module for one host.
     *
     * @throws IOException if the host is lost meanwhile
     * @throws io.hitless.source.UserError if the task cannot be executed as written
     */
    Result run(ActionCall call) throws IOException, InterruptedException;

    /**
     * Returns how much of the result is shown if the task succeeds.
     *
     * @param args the arguments of the task; empty if it was not called
     */
    default Outcome.Detail detail(Map<String, @Nullable Object> args) {
        return Outcome.Detail.ON_REQUEST;
    }

    /** Returns whether a result with these fields is secret as a whole, as if {@code no_log} was set. */
    default boolean hides(Map<String, @Nullable Object> fields) {
        return false;
    }

    /** Returns whether the action only changes the run itself; then a resumed run executes it again. */
    default boolean steersRun() {
        return false;
    }

    /** Returns whether the action is a single module call on the host, so that it can run as a job. */
    default boolean runsAsJob() {
        return false;
    }

    /** Returns whether the action may change the task's own host also when the task is delegated. */
    default boolean changesOwnHost() {
        return false;
    }

    /** Returns whether {@code ansible_facts} in the result become facts of the host. */
    default boolean givesFacts() {
        return true;
    }

    /** Returns whether a single call acts for all hosts of the batch, as for Ansible's add_host and pause. */
    default boolean once() {
        return false;
    }
}
