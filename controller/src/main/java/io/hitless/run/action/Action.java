package io.hitless.run.action;

import io.hitless.agent.Result;
import io.hitless.event.Outcome;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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

    /**
     * How much of its result is shown where all is well.
     *
     * @param args of the task; none where it was not called
     */
    default Outcome.Detail detail(Map<String, @Nullable Object> args) {
        return Outcome.Detail.ON_REQUEST;
    }

    /** Whether it acts on the run itself and on nothing else: in a run that is resumed it is carried out again. */
    default boolean steersRun() {
        return false;
    }

    /** Whether it is one call of a module on the host, so that it can outlive the session as a job. */
    default boolean runsAsJob() {
        return false;
    }

    /** Whether one call stands for all hosts of the batch, as Ansible has it for add_host and pause. */
    default boolean once() {
        return false;
    }
}
