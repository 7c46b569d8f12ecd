package io.hitless.report.console;

import io.hitless.event.Event;
import io.hitless.event.TaskRef;
import io.hitless.report.DisplayText;
import io.hitless.report.Style;
import io.hitless.report.StyledLine;
import io.hitless.report.Warnings;
import io.hitless.source.UserError;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The lines for events that are shown in one line. */
final class EventText {
    private EventText() {}

    /** The line about a lock that was taken from another rollout; none about a free lock. */
    static List<String> locked(Event.Locked locked) {
        return locked.broken() == null
                ? List.of()
                : List.of("lock taken over: [" + DisplayText.text(locked.host()) + "] from rollout "
                        + DisplayText.text(locked.broken()));
    }

    static String started(Event.HostStarted started) {
        return " [started " + (started.task().handler() ? "HANDLER" : "TASK") + ": "
                + DisplayText.text(started.task().name()) + " on " + DisplayText.text(started.host()) + "]";
    }

    /** What a running command printed, a text for each line. */
    static List<String> printed(Event.Output output) {
        String host = DisplayText.text(output.host()) + " | ";
        boolean note = output.stream() == Event.Output.Stream.NOTE;
        return output.lines().stream()
                .map(DisplayText::text)
                .map(line -> host + (note ? "(" + line + ")" : line))
                .toList();
    }

    static String retrying(Event.Retrying retrying) {
        return "FAILED - RETRYING: [" + DisplayText.text(retrying.host()) + "]: "
                + DisplayText.text(retrying.task().name()) + " (" + retrying.left() + " retries left).";
    }

    static String job(Event.JobReported job) {
        boolean running = job.state() == Event.JobReported.State.RUNNING;
        return "ASYNC " + (running ? "POLL" : job.state().name()) + " on " + DisplayText.text(job.host()) + ": jid="
                + job.job() + (running ? " started=True finished=False" : "");
    }

    static StyledLine decision(Event.Decision decision) {
        Style style = switch (decision.verdict()) {
            case GO_ON -> Style.OK;
            case AGAIN -> Style.SKIPPED;
            case HALT -> Style.FAILED;
        };
        return new StyledLine(style, DisplayText.text(decision.text()));
    }

    /** @param hosts their names, as they are shown */
    static String included(Event.Included included, String hosts) {
        String item = included.item() == null ? "" : " => (item=" + DisplayText.text(included.item()) + ")";
        return "included: " + DisplayText.text(included.what()) + " for " + hosts + item;
    }

    static String warning(Event.Warning warning) {
        UserError shown = new UserError(warning.at(), warning.text());
        return Warnings.line(DisplayText.text(shown.getMessage()));
    }

    /**
     * @param task the task that was given up, or null if there was none
     * @param single whether all hosts were at this task
     * @param hosts the names of the hosts on which it ran, as they are shown
     */
    static String interrupted(@Nullable TaskRef task, boolean single, String hosts) {
        if (task == null) {
            return "interrupted: between tasks, so no host is left half way through one";
        }
        String what = single ? "'" + DisplayText.text(task.name()) + "'" : "the current task";
        return "interrupted: " + what + " was given up on " + hosts;
    }
}
