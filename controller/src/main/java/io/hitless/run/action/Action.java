package io.hitless.run.action;

import io.hitless.agent.Result;
import java.io.IOException;

/** What a module does on the controller's side: all of it, or the part before and after the host's. */
@FunctionalInterface
public interface Action {
    /**
     * Carries it out for one host.
     *
     * @throws IOException if the host was lost on the way
     * @throws io.hitless.source.UserError if the task can't be carried out as it was written
     */
    Result run(ActionCall call) throws IOException, InterruptedException;

    /** Whether its result is shown even when all is well, as Ansible does for debug and assert. */
    default boolean verbose() {
        return false;
    }

    /** Whether it acts on the run itself and on nothing else: in a run that is resumed it is carried out again. */
    default boolean steersRun() {
        return false;
    }

    /** Whether one call stands for all hosts of the batch, as Ansible has it for add_host and pause. */
    default boolean once() {
        return false;
    }
}
