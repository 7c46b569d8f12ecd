package io.hitless.report.live;

import io.hitless.event.Counts;
import io.hitless.event.Outcome;
import io.hitless.event.TaskRef;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The state of a host of the play, for the live view. */
final class HostView {
    /** The states of a cell, in order of importance: a cell for several hosts shows the greatest. */
    enum State {
        PENDING("to come"),
        DONE("ok"),
        DONE_CHANGED("changed"),
        UNCHANGED("in the batch"),
        CHANGED_SO_FAR("changed so far"),
        RUNNING("running"),
        ROLLED_BACK("rolled back"),
        FAILED("failed"),
        UNREACHABLE("unreachable");

        private final String words;

        State(String words) {
            this.words = words;
        }

        /** The text in the legend. */
        String words() {
            return words;
        }
    }

    private final String name;
    private int batch;
    private boolean done;
    private boolean changed;
    private boolean rolledBack;
    private Outcome.@Nullable Status lost;
    private @Nullable TaskRef task;
    private long since;
    private int retries = -1;
    private String printed = "";
    private Counts counts = Counts.NONE;

    HostView(String name) {
        this.name = name;
    }

    void begin(int number) {
        batch = number;
    }

    void start(TaskRef newTask, long now) {
        task = newTask;
        since = now;
        if (batch == 0 && !newTask.isTrial()) {
            batch = 1; // a resumed run does not publish again which batches had started
        }
        retries = -1;
        printed = "";
    }

    /** The command of the task has printed lines. */
    void print(List<String> lines) {
        lines.stream().filter(line -> !line.isBlank()).reduce((_, last) -> last).ifPresent(last -> printed = last);
    }

    void retry(int left) {
        retries = left;
    }

    void end(TaskRef newTask, Outcome outcome) {
        task = null;
        if (newTask.isTrial()) {
            return; // gates change nothing; the next decision reports the result of a rollback
        }
        counts = counts.plus(outcome);
        changed |= outcome.changed();
        if (outcome.status() == Outcome.Status.FAILED || outcome.status() == Outcome.Status.UNREACHABLE) {
            lost = outcome.status();
        }
    }

    /** The host no longer has a current task. */
    void leave() {
        task = null;
    }

    void rescue() {
        lost = null;
        counts = counts.rescue();
    }

    /** The host failed between tasks. */
    void lose() {
        lost = lost == null ? Outcome.Status.FAILED : lost;
    }

    void markRolledBack() {
        rolledBack = true;
    }

    void finish() {
        task = null;
        done = true;
    }

    State state() {
        if (task != null) {
            return State.RUNNING;
        }
        if (rolledBack) {
            return State.ROLLED_BACK;
        }
        if (lost != null) {
            return lost == Outcome.Status.UNREACHABLE ? State.UNREACHABLE : State.FAILED;
        }
        if (done) {
            return changed ? State.DONE_CHANGED : State.DONE;
        }
        return batch == 0 ? State.PENDING : changed ? State.CHANGED_SO_FAR : State.UNCHANGED;
    }

    String name() {
        return name;
    }

    /** The host's batch, counted from 1; 0: not started. */
    int batch() {
        return batch;
    }

    boolean isLost() {
        return lost != null;
    }

    boolean isChanged() {
        return changed;
    }

    /** Whether the host has ended this play. */
    boolean isDone() {
        return done || lost != null;
    }

    @Nullable
    TaskRef task() {
        return task;
    }

    long since() {
        return since;
    }

    /** The last line that the command of the current task has printed, or empty. */
    String printed() {
        return printed;
    }

    /** The remaining attempts of the current task; -1: the task has not failed yet. */
    int retries() {
        return retries;
    }

    Counts counts() {
        return counts;
    }
}
