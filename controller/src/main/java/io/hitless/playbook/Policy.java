package io.hitless.playbook;

import io.hitless.source.Span;
import io.hitless.template.Expression;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The play variable {@code hitless}: what must hold before the next batch begins, and what happens to one that failed.
 * As written; null where nothing is.
 *
 * @param order expressions: of the hosts that give the same values, one is the canary
 * @param hostTimeout for all steps of a host in the play
 */
public record Policy(
        List<Expression> order,
        Gate gate,
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
     * What must hold after each batch.
     *
     * @param steps that must pass; empty: none
     * @param timeout within which they must
     * @param delay between two tries
     * @param soak for how long they must go on passing
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
     * Who goes on asks first.
     *
     * @param after which batches
     * @param timeout how long the answer is waited for
     */
    public record Approval(
            @Nullable PolicyValue<Approve> after, @Nullable PolicyValue<Duration> timeout) {}

    /**
     * How many hosts may fail before the rollout ends.
     *
     * @param inBatch of the hosts that took part in it
     * @param inRollout of all hosts of the play
     */
    public record MaxFailed(
            @Nullable PolicyValue<Allowance> inBatch,
            @Nullable PolicyValue<Allowance> inRollout) {}

    /** What is done about a batch, or a host, that failed; the rollout ends at a batch that failed in either case. */
    public enum OnFailure {
        HALT,
        ROLLBACK
    }

    /** What a host that can't be reached means. */
    public enum Unreachable {
        /** It counts as failed. */
        COUNTS,
        /** It ends the rollout, whatever is allowed to fail. */
        HALT,
        /** It is left behind and counts for nothing. */
        IGNORE
    }

    /**
     * After which batches somebody must say that it goes on.
     *
     * @param each after all of them
     * @param batches else after these, counted from 1
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
        /** Of so many; a part of a host is none: 10% of 9 hosts are 0. */
        public int of(int total) {
            return percent ? (int) (amount * total / 100) : (int) amount;
        }
    }
}
