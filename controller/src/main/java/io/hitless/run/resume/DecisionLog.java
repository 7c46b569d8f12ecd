package io.hitless.run.resume;

import io.hitless.event.Event;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Numbers and records the decisions of a run. A resumed run keeps the decisions that were made before the interruption.
 */
public final class DecisionLog {
    /** Makes a decision. */
    @FunctionalInterface
    public interface Decider {
        /** @param id the number of the decision */
        Event.Decision make(int id) throws InterruptedException;
    }

    private final RunHistory history;
    private final ReplayFilter replay;
    private final Consumer<Event> events;
    private final AtomicInteger lastId = new AtomicInteger();

    public DecisionLog(RunHistory history, ReplayFilter replay, Consumer<Event> events) {
        this.history = history;
        this.replay = replay;
        this.events = events;
    }

    /** Makes a decision and reports it, unless it was made before. */
    public Event.Decision decide(Decider decider) throws InterruptedException {
        int id = lastId.incrementAndGet();
        Event.Decision before = history.awaitDecision(id);
        if (before != null) {
            return before;
        }
        replay.endIfRecallOnly();
        Event.Decision decision = decider.make(id);
        events.accept(decision);
        return decision;
    }

    /**
     * Returns the next decision if it was made before the interruption, or null. In the first case the steps that led
     * to it are not repeated. Nor are they if another process leads the run: its decision is awaited.
     */
    public Event.@Nullable Decision next() throws InterruptedException {
        return history.awaitDecision(lastId.get() + 1);
    }

    /** Reports a decision that follows from what happened, unless it was reported before. */
    public void record(IntFunction<Event.Decision> decision) {
        int id = lastId.incrementAndGet();
        if (history.leads() && history.decision(id) == null) {
            events.accept(decision.apply(id));
        }
    }
}
