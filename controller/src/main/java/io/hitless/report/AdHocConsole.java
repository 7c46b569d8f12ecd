package io.hitless.report;

import io.hitless.event.Event;
import io.hitless.event.EventSink;
import io.hitless.event.Outcome;
import java.io.PrintStream;
import java.util.Map;

/** One module's results, in the shape of Ansible's minimal callback: {@code host | CHANGED | rc=0 >>} and the output, or the result. */
public final class AdHocConsole implements EventSink {
    private final PrintStream out;
    private final Console.Options options;

    public AdHocConsole(PrintStream out, Console.Options options) {
        this.out = out;
        this.options = options;
    }

    @Override
    public void on(Event event) {
        switch (event) {
            case Event.TaskEnded ended -> taskEnded(ended);
            case Event.NoHosts _ -> out.println("[WARNING]: No hosts matched, nothing to do");
            case Event.Warning warning -> out.println("[WARNING]: " + Shown.text(warning.text()));
            default -> {}
        }
        out.flush();
    }

    private void taskEnded(Event.TaskEnded ended) {
        Outcome outcome = ended.outcome();
        if (options.diff()) {
            outcome.diffs().forEach(diff -> UnifiedDiff.of(diff).forEach(line -> out.println(Shown.text(line))));
        }
        Style style = style(outcome.status());
        String head = Shown.text(ended.host()) + " | " + word(outcome.status());
        Map<String, ?> result = outcome.result();
        if (result.get("rc") instanceof Number rc && result.containsKey("stdout") && outcome.status() != Outcome.Status.UNREACHABLE) {
            out.println(painted(style, head + " | rc=" + rc + " >>"));
            out.println(painted(style, text(result)));
        } else {
            out.println(painted(style, head + (outcome.status() == Outcome.Status.UNREACHABLE ? "! => " : " => ") + Shown.lines(outcome.result())));
        }
    }

    // Lines are kept, as people read and pipe them; other control characters are not.
    private static String text(Map<String, ?> result) {
        StringBuilder out = new StringBuilder();
        for (String name : new String[] {"stdout", "stderr"}) {
            if (result.get(name) instanceof String text) {
                text.lines().forEach(line -> out.append(Shown.text(line)).append('\n'));
            }
        }
        if (out.isEmpty() || (result.get("rc") instanceof Number rc && rc.intValue() != 0)) {
            Object msg = result.get("msg");
            out.append(msg == null ? "" : Shown.text(String.valueOf(msg)));
        }
        return out.toString().stripTrailing();
    }

    private static String word(Outcome.Status status) {
        return switch (status) {
            case OK -> "SUCCESS";
            case CHANGED -> "CHANGED";
            case SKIPPED -> "SKIPPED";
            case UNKNOWN -> "UNKNOWN";
            case FAILED, IGNORED -> "FAILED";
            case UNREACHABLE, UNREACHABLE_IGNORED -> "UNREACHABLE";
        };
    }

    private static Style style(Outcome.Status status) {
        return switch (status) {
            case OK -> Style.OK;
            case CHANGED -> Style.CHANGED;
            case SKIPPED, UNKNOWN -> Style.SKIPPED;
            case FAILED, IGNORED -> Style.FAILED;
            case UNREACHABLE, UNREACHABLE_IGNORED -> Style.UNREACHABLE;
        };
    }

    private String painted(Style style, String text) {
        return options.colour() ? style.paint(text) : text;
    }
}
