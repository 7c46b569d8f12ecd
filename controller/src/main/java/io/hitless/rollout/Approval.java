package io.hitless.rollout;

import io.hitless.event.Event;
import io.hitless.event.Event.Decision.Topic;
import io.hitless.event.Event.Decision.Verdict;
import io.hitless.run.operator.Confirmation;
import io.hitless.run.operator.Operator;
import io.hitless.run.policy.BatchControl;
import io.hitless.wording.Durations;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Waits for an operator to approve the next batch: at the run's own terminal, or by {@code hitless approve}. The first
 * answer counts.
 */
public final class Approval {
    private static final Duration POLL_INTERVAL = Duration.ofMillis(200);

    private final Operator operator;
    private final Supplier<Approvals> approvals;
    private final String run;

    /**
     * @param approvals opens what answers from elsewhere go through; called when the first question is asked
     * @param run the run's id, which {@code hitless approve} names
     */
    public Approval(Operator operator, Supplier<Approvals> approvals, String run) {
        this.operator = operator;
        this.approvals = approvals;
        this.run = run;
    }

    /**
     * Asks the question and waits for the answer. Returns true if the batch was approved.
     *
     * @param limit the time after which a missing answer is a refusal; null: wait for ever
     */
    boolean isApproved(BatchControl batch, @Nullable Duration limit) throws InterruptedException {
        String what = "batch " + (batch.number() + 1) + " of " + batch.total();
        String text = "approval: " + what + " waits for it" + (limit == null ? "" : ", for " + Durations.limit(limit))
                + "; say so here, or with: hitless approve " + run;
        batch.decide(id -> decision(id, Verdict.AGAIN, text, batch));
        return batch.decide(id -> wait(id, what, batch, limit)).verdict() == Verdict.GO_ON;
    }

    private Event.Decision wait(int id, String what, BatchControl batch, @Nullable Duration limit)
            throws InterruptedException {
        Approvals.Answer answer = answer(id, "begin " + what + "?", limit);
        if (answer == null) {
            return decision(
                    id,
                    Verdict.HALT,
                    "approval: " + what + " was not approved within " + Durations.limit(Objects.requireNonNull(limit))
                            + ": halts",
                    batch);
        }
        return answer.yes()
                ? decision(id, Verdict.GO_ON, "approval: " + what + " was approved by " + answer.who(), batch)
                : decision(
                        id, Verdict.HALT, "approval: " + what + " was refused by " + answer.who() + ": halts", batch);
    }

    private static Event.Decision decision(int id, Verdict verdict, String text, BatchControl batch) {
        return new Event.Decision(
                id, Topic.APPROVAL, verdict, text, List.of(), Map.of("batch", (long) batch.number() + 1));
    }

    private Approvals.@Nullable Answer answer(int id, String question, @Nullable Duration limit)
            throws InterruptedException {
        long began = System.nanoTime();
        Approvals elsewhere = approvals.get();
        elsewhere.ask(id, question);
        BlockingQueue<Approvals.Answer> typed = new LinkedBlockingQueue<>();
        // Reading a line from a terminal can't be cancelled: if the answer comes from elsewhere, this thread stays
        // behind.
        Thread.ofPlatform()
                .daemon()
                .name("approval")
                .start(() -> Optional.ofNullable(askAtTerminal(question)).ifPresent(typed::add));
        try {
            while (limit == null || System.nanoTime() - began < limit.toNanos()) {
                Approvals.Answer here = typed.poll(POLL_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
                Approvals.Answer answer = here != null ? here : elsewhere.answer(id);
                if (answer != null) {
                    return answer;
                }
            }
            return null;
        } finally {
            elsewhere.close();
        }
    }

    // The operator's answer, or null if there is no terminal.
    private Approvals.@Nullable Answer askAtTerminal(String question) {
        try {
            while (true) {
                String typed = operator.ask(question + " (y)es/(n)o", true);
                if (typed == null) {
                    return null;
                }
                Confirmation reply = Confirmation.of(typed);
                if (reply == Confirmation.YES || reply == Confirmation.NO) { // any other answer is asked again
                    return new Approvals.Answer(reply == Confirmation.YES, "the terminal");
                }
            }
        } catch (InterruptedException _) {
            return null;
        }
    }
}
