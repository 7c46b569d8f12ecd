package io.hitless.report.console;

import io.hitless.event.Event;
import io.hitless.event.TaskRef;
import io.hitless.report.DisplayText;
import org.jspecify.annotations.Nullable;

/**
 * Decides when the heading of a task is shown: when the task begins, or above its first result where some results are
 * hidden. Where each host goes its own way, whenever a result is of another task than the one before, as in Ansible.
 */
final class TaskHeadings {
    private final boolean lazy;
    private boolean independent;
    private @Nullable TaskRef pending;
    private @Nullable String shown;

    /** @param lazy whether a heading waits until there is a result to show below it */
    TaskHeadings(boolean lazy) {
        this.lazy = lazy;
    }

    void playStarted(Event.PlayStarted started) {
        independent = started.independent();
        pending = null;
        shown = null;
    }

    /** Whether hosts go through the tasks of this play each its own way. */
    boolean hostsAreIndependent() {
        return independent;
    }

    /** A task begins. Whether its heading is due already. */
    boolean taskStarted(TaskRef task) {
        pending = task;
        return !independent && !lazy;
    }

    /** A result of a task is shown. Whether the heading is due above it. */
    boolean isDue(TaskRef task) {
        if (!independent) {
            boolean due = pending != null;
            pending = null;
            return due;
        }
        boolean due = !task.key().equals(shown);
        shown = task.key();
        return due;
    }

    static String title(TaskRef task) {
        return (task.handler() ? "RUNNING HANDLER [" : "TASK [") + DisplayText.text(task.name()) + "]";
    }
}
