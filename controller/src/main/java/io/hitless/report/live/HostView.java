package io.hitless.report.live;

import io.hitless.event.Counts;
import io.hitless.event.Outcome;
import io.hitless.event.TaskRef;
import org.jspecify.annotations.Nullable;

/** A host of the play, as far as it has come. */
final class HostView {
    /** What its cell shows, the least first: a cell for several hosts shows the greatest. */
    enum State {
        AHEAD("to come"),
        DONE("ok"),
        DONE_CHANGED("changed"),
        STEADY("in the batch"),
        TOUCHED("changed so far"),
        RUNNING("running"),
        BACK("rolled back"),
        FAILED("failed"),
        UNREACHABLE("unreachable");

        private final String words;

        State(String words) {
            this.words = words;
        }

        /** For the legend. */
        String words() {
            return words;
        }
    }

    private final String name;
    private int batch;
    private boolean done;
    private boolean changed;
    private boolean back;
    private Outcome.@Nullable Status lost;
    private @Nullable TaskRef task;
    private long since;
    private int retries = -1;
    private Counts counts = Counts.NONE;

    HostView(String name) {
        this.name = name;
    }

    void begin(int itsBatch) {
        batch = itsBatch;
    }

    void start(TaskRef its, long now) {
        task = its;
        since = now;
        if (batch == 0 && !its.isTrial()) {
            batch = 1; // a run that is resumed does not tell again which batches had begun
        }
        retries = -1;
    }

    void retry(int left) {
        retries = left;
    }

    void end(TaskRef its, Outcome outcome) {
        task = null;
        if (its.isTrial()) {
            return; // what a gate sees changes nothing, and what became of an undoing is decided afterwards
        }
        counts = counts.plus(outcome);
        changed |= outcome.changed();
        if (outcome.status() == Outcome.Status.FAILED || outcome.status() == Outcome.Status.UNREACHABLE) {
            lost = outcome.status();
        }
    }

    /** No task of its is under way any more. */
    void leave() {
        task = null;
    }

    void rescue() {
        lost = null;
        counts = counts.rescue();
    }

    /** It failed, but not at a task of its own. */
    void lose() {
        lost = lost == null ? Outcome.Status.FAILED : lost;
    }

    void putBack() {
        back = true;
    }

    void finish() {
        task = null;
        done = true;
    }

    State state() {
        if (task != null) {
            return State.RUNNING;
        }
        if (back) {
            return State.BACK;
        }
        if (lost != null) {
            return lost == Outcome.Status.UNREACHABLE ? State.UNREACHABLE : State.FAILED;
        }
        if (done) {
            return changed ? State.DONE_CHANGED : State.DONE;
        }
        return batch == 0 ? State.AHEAD : changed ? State.TOUCHED : State.STEADY;
    }

    String name() {
        return name;
    }

    /** Counted from 1; 0: not started. */
    int batch() {
        return batch;
    }

    boolean isLost() {
        return lost != null;
    }

    boolean isChanged() {
        return changed;
    }

    /** Nothing more is to come for it in this play. */
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

    /** How many tries are left to the task under way; -1: it has not failed yet. */
    int retries() {
        return retries;
    }

    Counts counts() {
        return counts;
    }
}
