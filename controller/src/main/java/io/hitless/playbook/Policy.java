package io.hitless.playbook;

import io.hitless.source.Span;
import io.hitless.template.Expression;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The play variable {@code hitless}: the conditions for starting the next batch, and what to do with a failed one.
 * Values are as written; null if a key is missing.
 *
 * @param order expressions; of all hosts for which they have the same values, one is the canary
 * @param hostTimeout the time limit for all steps of a host in the play
 */
public record Policy(
        List<Expression> order,
        Gate gate,
        Traffic traffic,
        Approval approval,
        MaxFailed maxFailed,
        @Nullable PolicyValue<Unreachable> unreachable,
        @Nullable PolicyValue<OnFailure> onFailure,
        @Nullable PolicyValue<Duration> hostTimeout,
        Span span) {
    /** The name of the variable. */
    public static final String VARIABLE = "hitless";

    public Policy {
        order = List.copyOf(order);
    }

    /**
     * The conditions that must be met after each batch.
     *
     * @param steps the tasks that must pass; empty: none
     * @param timeout the time within which they must pass
     * @param delay the time between two attempts
     * @param soak the time for which they must keep passing
     */
    public record Gate(
            List<Step> steps,
            @Nullable PolicyValue<Duration> timeout,
            @Nullable PolicyValue<Duration> delay,
            @Nullable PolicyValue<Duration> soak) {
        public Gate {
            steps = List.copyOf(steps);
        }
    }

    /**
     * How hosts leave the traffic before their tasks, and come back after them.
     *
     * @param takeOut the tasks that take a host out; empty: none
     * @param bringBack the tasks that bring it back
     * @param timeout the time for either
     */
    public record Traffic(
            List<Step> takeOut,
            List<Step> bringBack,
            @Nullable PolicyValue<Duration> timeout) {
        public Traffic {
            takeOut = List.copyOf(takeOut);
            bringBack = List.copyOf(bringBack);
        }
    }

    /**
     * The approval that an operator must give before the rollout continues.
     *
     * @param after the batches after which the operator is asked
     * @param timeout how long to wait for the answer
     */
    public record Approval(
            @Nullable PolicyValue<Approve> after, @Nullable PolicyValue<Duration> timeout) {}

    /**
     * How many hosts may fail before the rollout ends.
     *
     * @param inBatch the limit for the hosts of a batch that took part
     * @param inRollout the limit for all hosts of the play
     */
    public record MaxFailed(
            @Nullable PolicyValue<Allowance> inBatch,
            @Nullable PolicyValue<Allowance> inRollout) {}

    /** The reaction to a failed batch or host. In both cases the rollout ends at a failed batch. */
    public enum OnFailure {
        HALT,
        ROLLBACK
    }

    /** The effect of an unreachable host. */
    public enum Unreachable {
        /** The host counts as failed. */
        COUNTS,
        /** The host ends the rollout, however many hosts may fail. */
        HALT,
        /** The host is skipped and does not count as failed. */
        IGNORE
    }

    /**
     * The batches after which an operator must approve the next one.
     *
     * @param each true: after all batches
     * @param batches otherwise after these, counted from 1
     */
    public record Approve(boolean each, Set<Integer> batches) {
        public static final Approve NEVER = new Approve(false, Set.of());

        public Approve {
            batches = Set.copyOf(batches);
        }

        public boolean after(int batch) {
            return each || batches.contains(batch);
        }
    }

    /**
     * How many hosts may fail.
     *
     * @param amount a number of hosts, or a percentage of them
     */
    public record Allowance(double amount, boolean percent) {
        /** The allowed number of hosts out of {@code total}, rounded down: 10% of 9 hosts are 0. */
        public int of(int total) {
            return percent ? (int) (amount * total / 100) : (int) amount;
        }
    }
}
