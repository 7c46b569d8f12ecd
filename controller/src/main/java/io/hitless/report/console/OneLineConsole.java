package io.hitless.report.console;

import io.hitless.event.Event;
import io.hitless.event.EventSink;
import io.hitless.event.Outcome;
import io.hitless.event.TaskRef;
import io.hitless.report.DisplayText;
import java.io.PrintStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Shows results as Ansible's oneline callback does: a line for each host. */
public final class OneLineConsole implements EventSink {
    private final StyledPrinter printer;

    public OneLineConsole(PrintStream out, boolean colour) {
        this.printer = new StyledPrinter(out, colour);
    }

    @Override
    public void on(Event event) {
        if (event instanceof Event.TaskEnded ended) {
            ended(ended.task(), DisplayText.text(ended.host()), ended.outcome());
            printer.flush();
        }
    }

    private void ended(TaskRef task, String host, Outcome outcome) {
        Map<String, @Nullable Object> result = outcome.result();
        Outcome.Status status = outcome.status();
        String head = host + " | " + AdHocConsole.word(status);
        switch (status) {
            case SKIPPED, UNKNOWN -> line(status, head);
            case UNREACHABLE, UNREACHABLE_IGNORED -> line(status, head + "!: " + DisplayText.reason(outcome));
            case OK, CHANGED, FAILED, IGNORED -> {
                boolean failed = status == Outcome.Status.FAILED || status == Outcome.Status.IGNORED;
                boolean command = AdHocConsole.isCommand(task, outcome);
                if (command) {
                    line(
                            status,
                            head + " | rc=" + AdHocConsole.rc(result)
                                    + labelled(" | (stdout) ", result.get("stdout"))
                                    + (isEmpty(result.get("stderr"))
                                            ? ""
                                            : labelled(" (stderr) ", result.get("stderr"))));
                }
                if (!command || failed) {
                    line(status, head + (failed ? "! => " : " => ") + json(outcome));
                }
            }
        }
    }

    private static boolean isEmpty(@Nullable Object text) {
        return text == null || String.valueOf(text).isEmpty();
    }

    private static String labelled(String label, @Nullable Object text) {
        return label + DisplayText.text(String.valueOf(text == null ? "" : text).replace("\n", "\\n"));
    }

    private static String json(Outcome outcome) {
        String lines = DisplayText.lines(outcome.result());
        return lines.replaceAll(outcome.detail() == Outcome.Detail.ON_REQUEST ? "\n *" : "\n", "");
    }

    private void line(Outcome.Status status, String text) {
        printer.line(AdHocConsole.style(status), text);
    }
}
