package io.hitless.run;

import io.hitless.playbook.Handler;
import io.hitless.playbook.Play;
import io.hitless.playbook.Step;
import io.hitless.run.host.HostRun;
import io.hitless.run.task.PlayRules;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A play as its batches see it. */
interface RunningPlay extends PlayRules {
    Play play();

    /** The hosts of all its batches. */
    List<HostRun> hosts();

    /** Whether tags, and the task to start at, let this step run. */
    boolean selects(Step step);

    boolean forcesHandlers();

    /** Takes in the handlers of a role that was included. */
    void addHandlers(List<Handler> more);

    /** No host has failed, and what was to end with them goes on. */
    void pardon();

    /** Why it was stopped, or null. */
    @Nullable
    String stopped();
}
