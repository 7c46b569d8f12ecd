package io.hitless.run.resume;

import io.hitless.event.Event;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What is decided between the tasks of a run, each under its number. One that was made before the run was cut off
 * stands.
 */
public final class DecisionLog {
    /** A decision to be made. */
    @FunctionalInterface
    public interface Deciding {
        /** @param id the decision's number */
        Event.Decision make(int id) throws InterruptedException;
    }

    private final RunHistory past;
    private final ReplayFilter replay;
    private final Consumer<Event> tell;
    private final AtomicInteger made = new AtomicInteger();

    public DecisionLog(RunHistory past, ReplayFilter replay, Consumer<Event> tell) {
        this.past = past;
        this.replay = replay;
        this.tell = tell;
    }

    /** Makes a decision and tells it. */
    public Event.Decision make(Deciding deciding) throws InterruptedException {
        int id = made.incrementAndGet();
        Event.Decision before = past.decision(id);
        if (before != null) {
            return before;
        }
        replay.endIfRecalling();
        Event.Decision decision = deciding.make(id);
        tell.accept(decision);
        return decision;
    }

    /** The next one, if it was made before: then what it is made from need not be done again. */
    public Event.@Nullable Decision next() {
        return past.decision(made.get() + 1);
    }

    /** Tells one that follows from what happened, and that nobody is asked for. */
    public void note(IntFunction<Event.Decision> noted) {
        int id = made.incrementAndGet();
        if (past.decision(id) == null) {
            tell.accept(noted.apply(id));
        }
    }
}
