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

    /** Returns the hosts of all batches. */
    List<HostRun> hosts();

    /** Returns whether the tags and the start task allow this step to run on a host. */
    boolean selects(Step step, HostRun host);

    boolean forcesHandlers();

    /** Adds the handlers of a role that a host has included, for this host and those that run together with it. */
    void addHandlers(List<Handler> more, HostRun host);

    /** Ends the batch, or the whole play, for all hosts because a host has asked for it. */
    void endBatch(boolean andPlay);

    /** Ends the play for hosts that its pattern no longer matches after the inventory was read again, as in Ansible. */
    void leaveOutMissing();

    /** Clears the errors of all hosts, and the stop of the play that they caused. */
    void clearErrors();

    /** Returns why the play was stopped, or null. */
    @Nullable
    String stopped();
}
