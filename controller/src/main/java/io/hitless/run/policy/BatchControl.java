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

/** What a {@link BatchPolicy} can see of a batch and do with it. Used by the run's thread. */
public interface BatchControl {
    /** Counts from 1. */
    int number();

    /** How many batches there are. */
    int total();

    /** The hosts of the batch, in order. */
    List<HostStatus> hosts();

    /** All hosts of the play, in order. */
    List<HostStatus> fleet();

    /** Why Ansible's rules stop the run after this batch, or null. */
    @Nullable
    String stopReason();

    /** Whether this run changes nothing. */
    boolean isCheck();

    /** Evaluates an expression for a host; {@link io.hitless.value.Undefined} if it has no value. */
    @Nullable
    Object evaluate(String host, Expression expression);

    /** Gathers facts, as {@code gather_facts} does. Hosts that can't be reached are skipped. */
    void gatherFacts(List<String> hosts, String label) throws InterruptedException;

    /**
     * Runs steps on hosts as a trial, also on lost hosts. Afterwards each host has its state from before: the policy
     * decides what a failure means. Registered variables stay.
     *
     * @param label the prefix of task names
     * @param limit the time limit for all steps; a task that is still running then is stopped
     * @return what failed, by host
     */
    Map<String, String> attempt(List<Step> steps, List<String> hosts, String label, Duration limit)
            throws InterruptedException;

    /** Marks a host as failed although none of its tasks failed. */
    void fail(String host, String why);

    /** Ends the play for a host that has not failed. */
    void retire(String host);

    /**
     * Rolls a host back to its state before the run, and runs the handlers that its changes had notified. A failure on
     * the host is part of the result, and not thrown.
     *
     * @param run the id of the run to undo
     * @param limit the time limit
     */
    RollbackResult rollBack(String host, String run, Duration limit) throws InterruptedException;

    /** Waits. A resumed run does not repeat a wait that had ended. */
    void pause(Duration time) throws InterruptedException;

    /** Makes a decision and reports it. A resumed run keeps decisions that were made before, and does not ask again. */
    Event.Decision decide(DecisionLog.Decider decider) throws InterruptedException;
}
