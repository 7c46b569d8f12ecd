package io.hitless.run.host;

import io.hitless.event.Counts;
import io.hitless.event.Outcome;
import io.hitless.run.host.HostState.Failed;
import io.hitless.run.host.HostState.Rescuing;
import io.hitless.run.host.HostState.Working;
import io.hitless.vars.HostVariables;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The state of one host in a run: its {@link HostState}, counts, notified handlers and time. Only one thread at a time
 * changes it: the host's own thread during a task or while the host runs at its own pace, otherwise the run's thread.
 * Other hosts' threads may only read the state of a host and clear its errors.
 */
public final class HostRun {
    /** The state of a host before a trial. */
    public record Snapshot(HostState state, Counts counts, HostState.@Nullable Failure lastRescuableFailure) {}

    private final String name;
    private final HostVariables variables;
    private final Notifications notifications = new Notifications();
    private final HostTime time = new HostTime();
    private final HostChanges changes = new HostChanges();
    private final RoleProgress roles = new RoleProgress();
    private volatile HostState state = HostState.live();
    private Counts counts = Counts.NONE;
    private HostState.@Nullable Failure lastRescuableFailure;

    public HostRun(String name, HostVariables variables) {
        this.name = name;
        this.variables = variables;
    }

    public String name() {
        return name;
    }

    public HostVariables variables() {
        return variables;
    }

    public HostState state() {
        return state;
    }

    public boolean isLive() {
        return state instanceof Working;
    }

    /** Whether it failed or could not be reached, and has not joined again. */
    public boolean isLost() {
        return state.isLost();
    }

    public boolean isUnreachable() {
        return state instanceof HostState.Unreachable;
    }

    public Counts counts() {
        return counts;
    }

    /** The last failure that a rescue handled: {@code ansible_failed_task} describes it. */
    HostState.@Nullable Failure lastRescuableFailure() {
        return lastRescuableFailure;
    }

    /** @param rescue whether a rescue follows if the task failed */
    public void count(Outcome outcome, boolean rescue) {
        counts = rescue && outcome.status() == Outcome.Status.FAILED ? counts.plusRescued() : counts.plus(outcome);
    }

    public void countIncluded() {
        counts = counts.plusIncluded();
    }

    /** A task failed on the host, or the host is taken out because others failed. */
    public synchronized void fail(HostState.Failure failure) {
        if (state instanceof Working working) {
            state = working.fail(failure);
            lastRescuableFailure = failure.rescuable() ? failure : lastRescuableFailure;
        }
    }

    /** The host failed between tasks, in any state: it did not pass a gate, for example. */
    public synchronized void failBetween(String reason) {
        counts = counts.plusFailed();
        state = new HostState.Failed(HostState.Failure.between(reason));
    }

    public synchronized void becomeUnreachable(HostState.Failure failure) {
        if (state instanceof Working working) {
            state = working.becomeUnreachable(failure);
        }
    }

    /** The time limit of the host has passed. No rescue can help. */
    public synchronized void quarantine(HostState.Failure failure) {
        if (state.cause() != null && state.cause().rescuable()) {
            counts = counts.unrescued();
        }
        state = new HostState.Quarantined(failure);
    }

    /** Replaces the counts of its tasks. */
    public void replaceCounts(Counts replacement) {
        counts = replacement;
    }

    /** Counts a failure that did not come from a task. */
    public void countFailure() {
        counts = counts.plusFailed();
    }

    /** Lets the host take part in a trial, in any state. {@link #restore} ends the trial. */
    public Snapshot startTrial() {
        Snapshot snapshot = new Snapshot(state, counts, lastRescuableFailure);
        state = HostState.live();
        return snapshot;
    }

    /** Goes back to a snapshot. Variables keep what the trial set. */
    public void restore(Snapshot snapshot) {
        state = snapshot.state();
        counts = snapshot.counts();
        lastRescuableFailure = snapshot.lastRescuableFailure();
    }

    /** Forgets state and counts, since the changes of the host are about to be undone. */
    public void reset() {
        state = HostState.live();
        counts = Counts.NONE;
    }

    /**
     * Ends the play for this host.
     *
     * @param byRescue whether a step of a rescue does so
     */
    public synchronized void end(boolean byRescue) {
        HostState before = state;
        state = byRescue && before instanceof Rescuing rescuing ? rescuing.endRescued() : before.end();
        boolean notRescued = state instanceof HostState.Removed
                && before.cause() != null
                && before.cause().rescuable();
        if (notRescued && !before.equals(state)) {
            counts = counts.unrescued();
        }
    }

    public synchronized void clearErrors() {
        state = state.clearErrors();
    }

    /** Whether an enclosing block can let it join again. */
    public boolean canRejoin() {
        return state instanceof Failed || state instanceof HostState.ErrorsCleared;
    }

    /**
     * The rescue of its block begins.
     *
     * @param before its state when the block began
     * @return whether it failed: then {@link #endRescue} ends it
     */
    public synchronized boolean startRescue(Working before) {
        if (state instanceof Failed failed) {
            state = failed.rescue(before);
            return true;
        }
        rejoinIfCleared(before);
        return false;
    }

    // If its errors were cleared, there is nothing to rescue the host from.
    private void rejoinIfCleared(Working before) {
        if (state instanceof HostState.ErrorsCleared) {
            state = before;
        }
    }

    /** The rescue has ended. */
    public synchronized void endRescue() {
        if (state instanceof Rescuing rescuing) {
            state = rescuing.done();
        }
    }

    /**
     * {@code always} or forced handlers begin.
     *
     * @return whether it failed: then {@link #endFinishing} ends it
     */
    public synchronized boolean startFinishing(Working before) {
        if (state instanceof Failed failed) {
            state = failed.finish();
            return true;
        }
        rejoinIfCleared(before);
        return false;
    }

    public synchronized void endFinishing() {
        if (state instanceof HostState.Finishing finishing) {
            state = finishing.done();
        }
    }

    /**
     * At the end of its batch, the host fails if a failure of others was deferred until then.
     *
     * @return whether there was one
     */
    public synchronized boolean failIfDeferred() {
        if (state instanceof HostState.Live(var deferred) && deferred != null) {
            state = new Failed(deferred);
            return true;
        }
        return false;
    }

    /** A batch that has the host begins. */
    public void startBatch() {
        if (state instanceof HostState.ErrorsCleared) {
            state = HostState.live();
        }
    }

    /** @param limit how long its steps may take in total, or null */
    public void startPlay(@Nullable Duration limit) {
        notifications.startPlay();
        time.startPlay(limit);
        roles.startPlay();
        if (!state.isLost()) {
            state = HostState.live();
        }
    }

    /** The roles that it has run in the play. */
    public RoleProgress roles() {
        return roles;
    }

    /** How long its steps may take, and have taken. */
    public HostTime time() {
        return time;
    }

    /** The handlers that its tasks notified. */
    public Notifications notifications() {
        return notifications;
    }

    /** Forgets the changes, since the host is in its state before the run again. */
    public void forgetChanges() {
        changes.clear();
        notifications.clear();
    }

    /** What the tasks of this run changed, for a rollback. */
    public HostChanges changes() {
        return changes;
    }
}
