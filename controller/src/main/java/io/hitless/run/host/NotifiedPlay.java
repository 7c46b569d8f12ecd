package io.hitless.run.host;

import io.hitless.playbook.Handler;
import io.hitless.run.step.StepPurpose;
import java.util.List;

/** A play whose handlers were notified for a host. */
public interface NotifiedPlay {
    /** All its handlers, in the order they run. */
    List<Handler> handlers();

    /** Runs those that wait for the host, with the play's own variables. */
    void runHandlers(String host, StepPurpose purpose) throws InterruptedException;
}
