package io.hitless.run;

import io.hitless.event.Counts;
import io.hitless.event.Outcome;
import io.hitless.playbook.Handler;
import io.hitless.playbook.Task;
import io.hitless.vars.HostVariables;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A host's way through a run. Changed by one thread at a time: the host's own during a task, the run's between tasks.
 */
final class HostRun {
    /** Whether the host takes part in what comes. */
    enum State {
        LIVE,
        FAILED,
        UNREACHABLE,
        /** Left in peace by {@code meta: end_host} and the like; it is back at the next play. */
        ENDED
    }

    /** What made the host fail last, as a rescue sees it. */
    record Failure(@Nullable Task task, Map<String, @Nullable Object> result) {}

    private final String name;
    private final HostVariables variables;
    private final Set<Handler> notified = Collections.newSetFromMap(new IdentityHashMap<>());
    private State state = State.LIVE;
    private Counts counts = Counts.NONE;
    private @Nullable Failure failure;

    HostRun(String name, HostVariables variables) {
        this.name = name;
        this.variables = variables;
    }

    String name() {
        return name;
    }

    HostVariables variables() {
        return variables;
    }

    State state() {
        return state;
    }

    boolean isLive() {
        return state == State.LIVE;
    }

    /** Whether it failed or could not be reached, and was not taken in again. */
    boolean isLost() {
        return state == State.FAILED || state == State.UNREACHABLE;
    }

    Counts counts() {
        return counts;
    }

    @Nullable Failure failure() {
        return failure;
    }

    void count(Outcome outcome) {
        counts = counts.plus(outcome);
    }

    void countIncluded() {
        counts = counts.plusIncluded();
    }

    void fail(Failure why) {
        failure = why;
        state = State.FAILED;
    }

    void becomeUnreachable() {
        state = State.UNREACHABLE;
    }

    void end() {
        state = State.ENDED;
    }

    /** Goes on in a rescue: the failure counts as rescued. */
    void rescue() {
        state = State.LIVE;
        counts = counts.rescue();
    }

    /** Takes part again, though it failed: for {@code always} and forced handlers. */
    void revive() {
        state = State.LIVE;
    }

    /** Back to what it was before {@link #revive}. */
    void failAgain() {
        if (state == State.LIVE) {
            state = State.FAILED;
        }
    }

    void startPlay() {
        notified.clear();
        if (state == State.ENDED) {
            state = State.LIVE;
        }
    }

    /** Whether it was not notified before. */
    boolean notifyHandler(Handler handler) {
        return notified.add(handler);
    }

    boolean isNotified(Handler handler) {
        return notified.contains(handler);
    }

    /** Takes a notification: true once. */
    boolean takeNotification(Handler handler) {
        return notified.remove(handler);
    }
}
