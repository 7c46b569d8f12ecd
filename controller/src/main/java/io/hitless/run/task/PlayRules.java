package io.hitless.run.task;

import io.hitless.playbook.Handler;
import io.hitless.run.host.HostRun;
import io.hitless.run.host.NotifiedPlay;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a task has to know of its play: whom it notifies, and what its failures end. */
public interface PlayRules extends NotifiedPlay {
    /** The handler of that name (of several the last, as in Ansible) and all that listen to it. */
    List<Handler> handlersNamed(String wanted, HostRun host);

    @Nullable
    String handlerSuggestion(String wanted);

    @Nullable
    Double maxFailPercentage();

    /** Ends the run after what is under way: too many hosts failed. */
    void stop(String why);
}
