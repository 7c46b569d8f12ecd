package io.hitless.run.task;

import io.hitless.playbook.Handler;
import io.hitless.run.host.HostRun;
import io.hitless.run.host.NotifiedPlay;
import io.hitless.source.Span;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a task needs of its play: which handlers it notifies, and what its failures end. */
public interface PlayRules extends NotifiedPlay {
    /** The handler of that name (of several the last, as in Ansible) and all that listen to it. */
    List<Handler> handlersNamed(String wanted, HostRun host);

    @Nullable
    String handlerSuggestion(String wanted, HostRun host);

    @Nullable
    Double maxFailPercentage();

    /** Whether each host goes its own way: no task stands for several hosts, and no failure ends another's play. */
    boolean hostsAreIndependent();

    /** Whether a host that goes its own way has ended the batch for all others, too. */
    boolean batchHasEnded();

    /** Whether the operator lets this task run; asked only with {@code --step}. */
    boolean confirms(String task) throws InterruptedException;

    /** Reports once for the play what the operator should know. */
    void warn(String text, Span at);

    /** Ends the run after what is under way: too many hosts failed. */
    void stop(String why);
}
