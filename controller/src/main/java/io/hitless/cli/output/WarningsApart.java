package io.hitless.cli.output;

import io.hitless.event.Event;
import io.hitless.event.EventSink;
import io.hitless.event.Outcome;
import io.hitless.report.DisplayText;
import io.hitless.report.Warnings;
import io.hitless.source.UserError;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Prints each warning once, to standard error, and passes all other events to another sink. As in Ansible, warnings are
 * not part of a run's output.
 */
final class WarningsApart implements EventSink {
    private final EventSink shown;
    private final boolean ofResults;
    private final Set<String> printed = new HashSet<>();

    /** @param ofResults whether to print the warnings in results of tasks, too */
    WarningsApart(EventSink shown, boolean ofResults) {
        this.shown = shown;
        this.ofResults = ofResults;
    }

    @Override
    public void on(Event event) {
        switch (event) {
            case Event.Warning warning -> print(new UserError(warning.at(), warning.text()).getMessage());
            case Event.ItemEnded item -> {
                warnings(item.outcome());
                shown.on(event);
            }
            case Event.TaskEnded ended -> {
                warnings(ended.outcome());
                shown.on(event);
            }
            default -> shown.on(event);
        }
    }

    private void warnings(Outcome outcome) {
        if (ofResults && outcome.result().get("warnings") instanceof List<?> warnings) {
            warnings.forEach(text -> print(String.valueOf(text)));
        }
    }

    private void print(String text) {
        if (printed.add(text)) {
            Warnings.print(DisplayText.text(text));
        }
    }
}
