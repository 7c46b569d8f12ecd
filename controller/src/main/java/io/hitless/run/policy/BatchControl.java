package io.hitless.run.policy;

import io.hitless.event.Event;
import io.hitless.playbook.Step;
import io.hitless.run.resume.DecisionLog;
import io.hitless.run.rollback.RollbackResult;
import io.hitless.template.Expression;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a conductor can see of a batch, and do with it. Used by the run's thread. */
public interface BatchControl {
    /** Counts from 1. */
    int number();

    /** How many batches there are. */
    int of();

    /** The hosts of the batch, in order. */
    List<HostStatus> hosts();

    /** All hosts of the play, in order. */
    List<HostStatus> fleet();

    /** Why Ansible's rules end the run after this batch, or null. */
    @Nullable
    String stopped();

    /** Whether nothing is changed in this run. */
    boolean isCheck();

    /** An expression as a host sees it: {@link io.hitless.value.Undefined} where it has no value. */
    @Nullable
    Object value(String host, Expression expression);

    /**
     * Lets hosts tell of themselves, as a play's {@code gather_facts} does; one that can't be reached tells nothing.
     */
    void gatherFacts(List<String> hosts, String label) throws InterruptedException;

    /**
     * Tries steps on hosts, lost ones too. Whatever comes of it, each host stands afterwards as before: what a failure
     * means is for the conductor to say. Variables that the steps register stay.
     *
     * @param label stands before the names of the tasks
     * @param limit the time for all of it; a task that is under way then is given up
     * @return what went wrong, by host; empty if all is well
     */
    Map<String, String> attempt(List<Step> steps, List<String> hosts, String label, Duration limit)
            throws InterruptedException;

    /** Counts a host as failed, though none of its tasks did. */
    void fail(String host, String why);

    /** A host that did not fail takes no part in what comes. */
    void retire(String host);

    /**
     * Puts a host back to what it was before the run, and runs the handlers that its changes had notified. Never throws
     * for what goes wrong on the host.
     *
     * @param run the run's id, by which the host knows what to undo
     * @param limit for all of it
     */
    RollbackResult rollBack(String host, String run, Duration limit) throws InterruptedException;

    /** Waits. A wait that was over before the run was cut off is not made again when it is resumed. */
    void pause(Duration time) throws InterruptedException;

    /**
     * Makes a decision and tells it. In a run that is resumed, one that was made before stands, and nobody is asked.
     */
    Event.Decision decide(DecisionLog.Deciding made) throws InterruptedException;
}
