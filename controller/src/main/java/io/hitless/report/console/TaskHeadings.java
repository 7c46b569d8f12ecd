package io.hitless.report.console;

import io.hitless.event.Event;
import io.hitless.event.TaskRef;
import io.hitless.report.DisplayText;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Decides when the heading of a task is shown: when the task starts or, if some results are hidden, above its first
 * shown result. If each host runs on its own, a heading is shown above each result of another task than the previous
 * result's, as in Ansible.
 */
final class TaskHeadings {
    private final boolean lazy;
    private boolean independent;
    private @Nullable TaskRef pending;
    private @Nullable String shown;

    /** @param lazy whether a heading is only shown above the first shown result */
    TaskHeadings(boolean lazy) {
        this.lazy = lazy;
    }

    void playStarted(Event.PlayStarted started) {
        independent = started.independent();
        pending = null;
        shown = null;
    }

    /** Whether each host runs through the tasks of this play on its own. */
    boolean hostsAreIndependent() {
        return independent;
    }

    /** Records that a task starts. Returns whether to show its heading now. */
    boolean taskStarted(TaskRef task) {
        pending = task;
        return !independent && !lazy;
    }

    /** Records that a result is about to be shown. Returns whether to show its task's heading above it. */
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
        String arguments = task.arguments() == null ? "" : " " + task.arguments();
        return (task.handler() ? "RUNNING HANDLER [" : "TASK [") + DisplayText.text(task.name() + arguments) + "]";
    }

    /** Returns the file and line of a task, the file as it was named or as an absolute path. */
    static String path(TaskRef task, boolean asNamed) {
        String file = task.at().file().name();
        String path =
                asNamed ? file : Path.of(file).toAbsolutePath().normalize().toString();
        return path + ":" + task.at().line();
    }
}
