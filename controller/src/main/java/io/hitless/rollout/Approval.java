package io.hitless.rollout;

import io.hitless.event.Event;
import io.hitless.event.Event.Decision.Topic;
import io.hitless.event.Event.Decision.Verdict;
import io.hitless.run.BatchControl;
import io.hitless.run.Operator;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Somebody says whether the next batch may begin: at the run's own terminal, or by {@code hitless approve}; whoever is first. */
public final class Approval {
    private static final Duration LOOK = Duration.ofMillis(200);

    private final Operator operator;
    private final @Nullable Approvals approvals;
    private final @Nullable String run;

    /**
     * @param approvals where answers from elsewhere arrive; null if they can't
     * @param run the run's id, or null if it has none
     */
    public Approval(Operator operator, @Nullable Approvals approvals, @Nullable String run) {
        this.operator = operator;
        this.approvals = approvals;
        this.run = run;
    }

    /** Who said what; null answers stand for nobody being there. */
    private record Said(Approvals.@Nullable Answer answer) {}

    /** Waits for the word. */
    boolean given(BatchControl batch) throws InterruptedException {
        String what = "batch " + (batch.number() + 1) + " of " + batch.of();
        String how = approvals == null || run == null ? "" : "; say so here, or with: hitless approve " + run;
        batch.decide(id -> decision(id, Verdict.AGAIN, "approval: " + what + " waits for it" + how, batch));
        return batch.decide(id -> wait(id, what, batch)).verdict() == Verdict.GO_ON;
    }

    private Event.Decision wait(int id, String what, BatchControl batch) throws InterruptedException {
        Approvals.Answer answer = answer(id, "begin " + what + "?");
        if (answer == null) {
            return decision(id, Verdict.HALT, "approval: nobody can be asked whether " + what + " may begin, as there is no terminal", batch);
        }
        return answer.yes()
                ? decision(id, Verdict.GO_ON, "approval: " + what + " was approved by " + answer.who(), batch)
                : decision(id, Verdict.HALT, "approval: " + what + " was refused by " + answer.who() + ": halts", batch);
    }

    private static Event.Decision decision(int id, Verdict verdict, String text, BatchControl batch) {
        return new Event.Decision(id, Topic.APPROVAL, verdict, text, List.of(), Map.of("batch", (long) batch.number() + 1));
    }

    private Approvals.@Nullable Answer answer(int id, String question) throws InterruptedException {
        BlockingQueue<Said> typed = new LinkedBlockingQueue<>();
        // A line that is waited for at a terminal can't be called off: the thread is left to itself when the word comes from elsewhere.
        Thread.ofPlatform().daemon().name("approval").start(() -> typed.add(new Said(atTerminal(question))));
        if (approvals == null) {
            return typed.take().answer();
        }
        approvals.ask(id, question);
        try {
            while (true) {
                Said said = typed.poll(LOOK.toMillis(), TimeUnit.MILLISECONDS);
                Approvals.Answer answer = said != null && said.answer() != null ? said.answer() : approvals.answer(id);
                if (answer != null) {
                    return answer;
                }
            }
        } finally {
            approvals.close();
        }
    }

    private Approvals.@Nullable Answer atTerminal(String question) {
        try {
            while (true) {
                String typed = operator.ask(question + " (y)es/(n)o", true);
                if (typed == null) {
                    return null;
                }
                switch (typed.strip().toLowerCase(Locale.ROOT)) {
                    case "y", "yes" -> {
                        return new Approvals.Answer(true, "the terminal");
                    }
                    case "n", "no" -> {
                        return new Approvals.Answer(false, "the terminal");
                    }
                    default -> {} // asked again
                }
            }
        } catch (InterruptedException _) {
            return null;
        }
    }
}
