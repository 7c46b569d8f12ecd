package io.hitless.run.host;

import io.hitless.event.Counts;
import io.hitless.event.Outcome;
import io.hitless.playbook.Handler;
import io.hitless.playbook.Role;
import io.hitless.run.host.HostState.Failed;
import io.hitless.run.host.HostState.Rescuing;
import io.hitless.run.host.HostState.Working;
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
public final class HostRun {
    /** How a host stood before steps were tried on it. */
    public record Mark(HostState state, Counts counts, HostState.@Nullable Failure rescuable) {}

    private final String name;
    private final HostVariables variables;
    private final Set<Handler> notified = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Map<NotifiedPlay, Set<Handler>> everNotified = new LinkedHashMap<>();
    private final HostChanges trail = new HostChanges();
    private final Set<Role> rolesEnded = Collections.newSetFromMap(new IdentityHashMap<>());
    private HostState state = HostState.fresh();
    private Counts counts = Counts.NONE;
    private HostState.@Nullable Failure rescuable;
    private @Nullable Duration allowed;
    private Duration spent = Duration.ZERO;
    private @Nullable Long until;

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

    /** Whether it failed or could not be reached, and was not taken in again. */
    public boolean isLost() {
        return state.isLost();
    }

    public boolean isUnreachable() {
        return state instanceof HostState.Unreachable;
    }

    public Counts counts() {
        return counts;
    }

    /** What came to a rescue last: {@code ansible_failed_task} speaks of it from then on. */
    public HostState.@Nullable Failure lastRescuable() {
        return rescuable;
    }

    /** @param rescue whether a rescue waits for it, if it failed */
    public void count(Outcome outcome, boolean rescue) {
        counts = rescue && outcome.status() == Outcome.Status.FAILED ? counts.plusRescued() : counts.plus(outcome);
    }

    public void countIncluded() {
        counts = counts.plusIncluded();
    }

    /** A task failed on it, or it is taken out as others failed. */
    public void fail(HostState.Failure why) {
        if (state instanceof Working working) {
            state = working.fail(why);
            rescuable = why.rescuable() ? why : rescuable;
        }
    }

    /** Failed between tasks, whatever it was: a gate was not passed, say. */
    public void failBetween(String why) {
        counts = counts.plusFailed();
        state = new HostState.Failed(HostState.Failure.between(why));
    }

    public void loseTouch(HostState.Failure why) {
        if (state instanceof Working working) {
            state = working.loseTouch(why);
        }
    }

    /** Its time is over: no rescue helps it. */
    public void quarantine(HostState.Failure why) {
        if (state.cause() != null && state.cause().rescuable()) {
            counts = counts.unrescued();
        }
        state = new HostState.Quarantined(why);
    }

    /** What counts in place of all that its tasks came to. */
    public void recount(Counts its) {
        counts = its;
    }

    /** Counts a failure that is none of a task. */
    public void countFailure() {
        counts = counts.plusFailed();
    }

    /** Steps are about to be tried on it, whatever it is: {@link #backTo} ends that. */
    public Mark lend() {
        Mark mark = new Mark(state, counts, rescuable);
        state = HostState.fresh();
        return mark;
    }

    /** Forgets what became of the host since the mark was made, its variables apart. */
    public void backTo(Mark mark) {
        state = mark.state();
        counts = mark.counts();
        rescuable = mark.rescuable();
    }

    /** All that became of it is about to be undone. */
    public void startOver() {
        state = HostState.fresh();
        counts = Counts.NONE;
    }

    /**
     * No more part in this play.
     *
     * @param byRescue whether a rescue says so
     */
    public void end(boolean byRescue) {
        HostState before = state;
        state = byRescue && before instanceof Rescuing rescuing ? rescuing.endRescued() : before.end();
        boolean unsaved = state instanceof HostState.Out
                && before.cause() != null
                && before.cause().rescuable();
        if (unsaved && !before.equals(state)) {
            counts = counts.unrescued();
        }
    }

    /** Skips what is left of a role. */
    public void endRole(Role role) {
        rolesEnded.add(role);
    }

    public boolean hasEnded(@Nullable Role role) {
        return role != null && (rolesEnded.contains(role) || hasEnded(role.parent()));
    }

    public void pardon() {
        state = state.pardon();
    }

    /** Whether a block around can take it up again. */
    public boolean canBeTakenUp() {
        return state instanceof Failed || state instanceof HostState.Pardoned;
    }

    /**
     * Its block's rescue takes it up.
     *
     * @param before what it was when the block began
     * @return whether it failed: then {@link #rescued} ends it
     */
    public boolean rescue(Working before) {
        if (state instanceof Failed failed) {
            state = failed.rescue(before);
            return true;
        }
        return takenIn(before);
    }

    // It failed and was forgiven: there is nothing to be rescued from.
    private boolean takenIn(Working before) {
        if (state instanceof HostState.Pardoned) {
            state = before;
        }
        return false;
    }

    /** The rescue is done. */
    public void rescued() {
        if (state instanceof Rescuing rescuing) {
            state = rescuing.done();
        }
    }

    /** Takes part in {@code always} or forced handlers. Whether it failed: then {@link #finished} ends it. */
    public boolean finish(Working before) {
        if (state instanceof Failed failed) {
            state = failed.finish();
            return true;
        }
        return takenIn(before);
    }

    public void finished() {
        if (state instanceof HostState.Finishing finishing) {
            state = finishing.done();
        }
    }

    /** What others' failure left it to the end of its batch is due. Whether there was such. */
    public boolean payDue() {
        if (state instanceof HostState.Live(var due) && due != null) {
            state = new Failed(due);
            return true;
        }
        return false;
    }

    /** A batch with it begins. */
    public void startBatch() {
        if (state instanceof HostState.Pardoned) {
            state = HostState.fresh();
        }
    }

    /** @param limit how long its steps may take in all, or null */
    public void startPlay(@Nullable Duration limit) {
        notified.clear();
        allowed = limit;
        spent = Duration.ZERO;
        rolesEnded.clear();
        if (!state.isLost()) {
            state = HostState.fresh();
        }
    }

    /** A step of the play has ended. */
    public void spend(Duration took) {
        spent = spent.plus(took);
    }

    /** How long its steps took in this play. */
    public Duration spent() {
        return spent;
    }

    /** How long they may take, or null. */
    public @Nullable Duration allowed() {
        return allowed;
    }

    public boolean isOverdue() {
        return allowed != null && spent.compareTo(allowed) >= 0;
    }

    /**
     * From now on, tasks are given up at this time instead ({@link System#nanoTime}); null: by the play's limit again.
     */
    public void hurry(@Nullable Long nanos) {
        until = nanos;
    }

    /** How long a task that began then may still take; null where nothing limits it. */
    public @Nullable Duration left(long startedNanos) {
        long now = System.nanoTime();
        if (until != null) {
            return Duration.ofNanos(until - now);
        }
        return allowed == null ? null : allowed.minus(spent).minusNanos(now - startedNanos);
    }

    /** It is again what it was before the run. */
    public void forgetChanges() {
        trail.clear();
        everNotified.clear();
        notified.clear();
    }

    /** What this run's tasks did on the host, for undoing it. */
    public HostChanges trail() {
        return trail;
    }

    /** Whether it was not notified before. */
    public boolean notifyHandler(Handler handler, NotifiedPlay play) {
        everNotified
                .computeIfAbsent(play, _ -> Collections.newSetFromMap(new IdentityHashMap<>()))
                .add(handler);
        return notified.add(handler);
    }

    /** The handlers that were notified at any time of the run, by the play they belong to. */
    public Map<NotifiedPlay, Set<Handler>> everNotified() {
        return everNotified;
    }

    public boolean isNotified(Handler handler) {
        return notified.contains(handler);
    }

    /** Takes a notification: true once. */
    public boolean takeNotification(Handler handler) {
        return notified.remove(handler);
    }
}
