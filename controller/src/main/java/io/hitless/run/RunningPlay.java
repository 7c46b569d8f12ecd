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

    /** Whether tags, and the task to start at, let this step run on a host. */
    boolean selects(Step step, HostRun host);

    boolean forcesHandlers();

    /** Takes in the handlers of a role that a host, and those that go with it, included. */
    void addHandlers(List<Handler> more, HostRun host);

    /** A host has ended the batch, or the whole play, for all. */
    void endBatch(boolean andPlay);

    /** The inventory was read again: hosts that the play's pattern picks no more take no more part, as in Ansible. */
    void leaveOutMissing();

    /** No host has failed, and what was to end with them goes on. */
    void clearErrors();

    /** Why it was stopped, or null. */
    @Nullable
    String stopped();
}
