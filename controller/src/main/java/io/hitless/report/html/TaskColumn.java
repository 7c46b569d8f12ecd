package io.hitless.report.html;

import io.hitless.event.Outcome;
import io.hitless.event.TaskRef;
import java.util.SortedMap;
import java.util.TreeMap;

/** A task of a play with its results on all hosts, in all batches. */
final class TaskColumn {
    /** The status of a task that has started and not ended. */
    static final char RUNNING = 'b';

    private final TaskRef task;
    private final int play;
    private final SortedMap<Integer, Cell> cells = new TreeMap<>();

    /**
     * The result on one host.
     *
     * @param status a letter
     * @param start milliseconds since the run's start
     * @param took milliseconds
     * @param output the number of its text; -1 for none
     */
    record Cell(char status, long start, long took, int output) {}

    /** @param play the play's number on the page, from 0 */
    TaskColumn(TaskRef task, int play) {
        this.task = task;
        this.play = play;
    }

    static char letter(Outcome outcome) {
        return switch (outcome.status()) {
            case OK -> 'o';
            case CHANGED -> 'c';
            case SKIPPED -> 's';
            case FAILED -> 'f';
            case IGNORED, UNREACHABLE_IGNORED -> 'i';
            case UNREACHABLE -> 'u';
            case UNKNOWN -> 'k';
        };
    }

    TaskRef task() {
        return task;
    }

    int play() {
        return play;
    }

    /** The results by host number. */
    SortedMap<Integer, Cell> cells() {
        return cells;
    }
}
