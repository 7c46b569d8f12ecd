package io.hitless.run.host;

import io.hitless.playbook.Handler;
import io.hitless.run.step.StepPurpose;
import java.util.List;

/** A play whose handlers were notified for a host. */
public interface NotifiedPlay {
    /** All its handlers that the host knows, in the order they run. */
    List<Handler> handlers(String host);

    /** Runs the notified handlers of the host, with the variables of this play. */
    void runHandlers(String host, StepPurpose purpose) throws InterruptedException;
}
