package io.hitless.run;

import io.hitless.event.Counts;
import io.hitless.event.Outcome;
import io.hitless.playbook.Handler;
import io.hitless.playbook.Task;
import io.hitless.value.SecretUse;
import io.hitless.vars.HostVariables;
import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
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
        /** Its steps took longer than {@code host_timeout} allows: it is left alone, and does not hold up the others. */
        QUARANTINED,
        /** Left in peace by {@code meta: end_host} and the like; it is back at the next play. */
        ENDED
    }

    /** How a host stood before steps were tried on it. */
    record Mark(State state, Counts counts, @Nullable Failure failure) {}

    /**
     * What made the host fail last, as a rescue sees it.
     *
     * @param secrets what went into it
     */
    record Failure(@Nullable Task task, Map<String, @Nullable Object> result, Set<String> secrets) {
        /** One that comes of what is computed now. */
        Failure(@Nullable Task task, Map<String, @Nullable Object> result) {
            this(task, result, Set.copyOf(SecretUse.soFar()));
        }

        /** Whether the host was taken out because others failed: then there is no result of its own. */
        boolean isOfOthers() {
            return result.isEmpty();
        }
    }

    private final String name;
    private final HostVariables variables;
    private final Set<Handler> notified = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Map<PlayRun, Set<Handler>> everNotified = new LinkedHashMap<>();
    private final Trail trail = new Trail();
    private State state = State.LIVE;
    private Counts counts = Counts.NONE;
    private @Nullable Failure failure;
    private @Nullable Duration allowed;
    private Duration spent = Duration.ZERO;
    private @Nullable Long until;

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
        return state == State.FAILED || state == State.UNREACHABLE || state == State.QUARANTINED;
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

    void becomeUnreachable(Failure why) {
        failure = why;
        state = State.UNREACHABLE;
    }

    void quarantine(Failure why) {
        failure = why;
        state = State.QUARANTINED;
    }

    /** What its tasks came to counts no more: it is about to be undone. */
    void forgetCounts() {
        counts = Counts.NONE;
    }

    /** What counts in place of all that its tasks came to. */
    void recount(Counts its) {
        counts = its;
    }

    /** Counts a failure that is none of a task, such as a gate that was not passed. */
    void countFailure() {
        counts = counts.plusFailed();
    }

    Mark mark() {
        return new Mark(state, counts, failure);
    }

    /** Forgets what became of the host since the mark was made, its variables apart. */
    void backTo(Mark mark) {
        state = mark.state();
        counts = mark.counts();
        failure = mark.failure();
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

    /** @param limit how long its steps may take in all, or null */
    void startPlay(@Nullable Duration limit) {
        notified.clear();
        allowed = limit;
        spent = Duration.ZERO;
        if (state == State.ENDED) {
            state = State.LIVE;
        }
    }

    /** A step of the play has ended. */
    void spend(Duration took) {
        spent = spent.plus(took);
    }

    /** How long its steps took in this play. */
    Duration spent() {
        return spent;
    }

    /** How long they may take, or null. */
    @Nullable Duration allowed() {
        return allowed;
    }

    boolean isOverdue() {
        return allowed != null && spent.compareTo(allowed) >= 0;
    }

    /** From now on, tasks are given up at this time instead ({@link System#nanoTime}); null: by the play's limit again. */
    void hurry(@Nullable Long nanos) {
        until = nanos;
    }

    /** How long a task that began then may still take; null where nothing limits it. */
    @Nullable Duration left(long startedNanos) {
        long now = System.nanoTime();
        if (until != null) {
            return Duration.ofNanos(until - now);
        }
        return allowed == null ? null : allowed.minus(spent).minusNanos(now - startedNanos);
    }

    /** It is again what it was before the run. */
    void forgetChanges() {
        trail.clear();
        everNotified.clear();
        notified.clear();
    }

    /** What this run's tasks did on the host, for undoing it. */
    Trail trail() {
        return trail;
    }

    /** Whether it was not notified before. */
    boolean notifyHandler(Handler handler, PlayRun play) {
        everNotified.computeIfAbsent(play, _ -> Collections.newSetFromMap(new IdentityHashMap<>())).add(handler);
        return notified.add(handler);
    }

    /** The handlers that were notified at any time of the run, by the play they belong to. */
    Map<PlayRun, Set<Handler>> everNotified() {
        return everNotified;
    }

    boolean isNotified(Handler handler) {
        return notified.contains(handler);
    }

    /** Takes a notification: true once. */
    boolean takeNotification(Handler handler) {
        return notified.remove(handler);
    }
}
