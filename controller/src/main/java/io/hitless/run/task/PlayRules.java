package io.hitless.run.task;

import io.hitless.playbook.Handler;
import io.hitless.run.host.HostRun;
import io.hitless.run.host.NotifiedPlay;
import io.hitless.source.Span;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a task needs of its play: the handlers, and the rules about failures. */
public interface PlayRules extends NotifiedPlay {
    /**
     * Returns the handler with this name, or the last of several as in Ansible, and all handlers that listen to the
     * name.
     */
    List<Handler> handlersNamed(String wanted, HostRun host);

    @Nullable
    String handlerSuggestion(String wanted, HostRun host);

    @Nullable
    Double maxFailPercentage();

    /**
     * Returns whether each host runs through the play at its own pace. Then no task acts for several hosts, and no
     * failure ends the play of another host.
     */
    boolean hostsAreIndependent();

    /** Returns whether a host that runs at its own pace has ended the batch for all others, too. */
    boolean batchHasEnded();

    /** Returns whether the operator permits this task; only asks with {@code --step}. */
    boolean confirms(String task) throws InterruptedException;

    /** Reports a warning, once per play. */
    void warn(String text, Span at);

    /**
     * Ends the run after the current tasks, because too many hosts failed.
     *
     * @param announced whether Ansible reports this, too
     */
    void stop(String why, boolean announced);
}
