package io.hitless.report.console;

import io.hitless.event.Event;
import io.hitless.event.EventSink;
import io.hitless.event.Outcome;
import io.hitless.event.TaskRef;
import io.hitless.report.DisplayText;
import io.hitless.report.Style;
import io.hitless.report.StyledLine;
import io.hitless.report.UnifiedDiff;
import io.hitless.report.Warnings;
import io.hitless.wording.HostNames;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The results of an ad hoc module, as in Ansible's minimal callback: {@code host | CHANGED | rc=0 >>} and the output,
 * or the result.
 */
public final class AdHocConsole implements EventSink {
    private static final Set<String> COMMANDS = Set.of("command", "shell", "raw");
    /** Printed if the result has no exit status. */
    private static final int NO_STATUS = -1;

    private final StyledPrinter printer;
    private final ConsoleOptions options;
    private int hosts;
    private ResultGrouper groups = new ResultGrouper(List.of(), HostNames::listed);

    /**
     * @param options if grouped, hosts with the same result share one entry, and results are shown when all hosts have
     *     ended
     */
    public AdHocConsole(PrintStream out, ConsoleOptions options) {
        this.printer = new StyledPrinter(out, options.colour());
        this.options = options;
    }

    @Override
    public void on(Event event) {
        switch (event) {
            case Event.TaskStarted started -> {
                hosts = started.hosts().size();
                groups = new ResultGrouper(started.hosts(), AdHocConsole::names);
            }
            case Event.Output output
            when options.output().shows(output, hosts) ->
                EventText.printed(output).forEach(text -> printer.line(Style.QUIET, text));
            case Event.TaskEnded ended -> taskEnded(ended);
            case Event.NoHosts _ -> Warnings.print("No hosts matched, nothing to do");
            case Event.Warning warning -> printer.line(null, Warnings.line(DisplayText.text(warning.text())));
            case Event.RunEnded _ -> printer.lines(groups.drain());
            default -> {}
        }
        printer.flush();
    }

    private static String names(List<String> hosts) {
        return hosts.size() == 1 ? DisplayText.text(hosts.getFirst()) : HostNames.counted(hosts);
    }

    private void taskEnded(Event.TaskEnded ended) {
        if (options.grouped()) {
            groups.add(
                    ended.host(),
                    null,
                    ended.outcome(),
                    lines(ended.task(), ResultGrouper.lasting(ended.outcome()), ResultGrouper.WHO));
        } else {
            printer.lines(lines(ended.task(), ended.outcome(), DisplayText.text(ended.host())));
        }
    }

    private List<StyledLine> lines(TaskRef task, Outcome outcome, String who) {
        List<StyledLine> lines = new ArrayList<>();
        for (Outcome.Diff diff : options.diffs(outcome)) {
            UnifiedDiff.of(diff, options.format().context())
                    .forEach(line -> lines.add(new StyledLine(null, DisplayText.text(line))));
        }
        Style style = style(outcome.status());
        String head = who + " | " + word(outcome.status());
        Map<String, ?> result = outcome.result();
        if (outcome.status() == Outcome.Status.SKIPPED) {
            lines.add(new StyledLine(style, head));
        } else if (isCommand(task, outcome) || (options.format().own() && isOf("script", task))) {
            lines.add(new StyledLine(style, head + " | rc=" + rc(result) + " >>"));
            lines.add(new StyledLine(style, text(result)));
        } else {
            String written = options.format().notation().full().apply(fields(outcome));
            lines.add(new StyledLine(style, head + mark(outcome.status()) + " => " + written));
        }
        return lines;
    }

    /**
     * Whether to show a command's output in place of the result's fields. A job's results are always shown as fields.
     */
    static boolean isCommand(TaskRef task, Outcome outcome) {
        return COMMANDS.stream().anyMatch(command -> isOf(command, task))
                && !outcome.result().containsKey("ansible_job_id")
                && outcome.status() != Outcome.Status.UNREACHABLE
                && outcome.status() != Outcome.Status.UNREACHABLE_IGNORED;
    }

    private static boolean isOf(String module, TaskRef task) {
        return task.action().substring(task.action().lastIndexOf('.') + 1).equals(module);
    }

    /** The fields to show. The results of a loop's iterations are left out. */
    private static Map<String, @Nullable Object> fields(Outcome outcome) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>(ResultText.shown(outcome));
        if (outcome.result().get("results") instanceof List<?>
                && outcome.result().get("msg") != null) {
            fields.remove("results");
            if (outcome.detail() == Outcome.Detail.OWN_FIELDS) {
                fields.remove("changed");
            }
            fields.putIfAbsent("msg", outcome.result().get("msg"));
        }
        return fields;
    }

    /** The exit status, or -1 if the result has none. */
    static Object rc(Map<String, ?> result) {
        return result.get("rc") instanceof Number rc ? rc : NO_STATUS;
    }

    private static String mark(Outcome.Status status) {
        return switch (status) {
            case FAILED, IGNORED, UNREACHABLE, UNREACHABLE_IGNORED -> "!";
            default -> "";
        };
    }

    // Line breaks are kept, because people read and pipe the output. Other control characters are spelled out.
    private String text(Map<String, ?> result) {
        Stream<String> parts = Stream.of("stdout", "stderr", "msg")
                .map(result::get)
                .filter(Objects::nonNull)
                .map(part -> Arrays.stream(String.valueOf(part).split("\n", -1))
                        .map(DisplayText::text)
                        .collect(Collectors.joining("\n")));
        return options.format().own()
                ? parts.map(String::stripTrailing)
                        .filter(part -> !part.isEmpty())
                        .collect(Collectors.joining("\n"))
                : parts.collect(Collectors.joining()); // as in Ansible, one behind the other
    }

    static String word(Outcome.Status status) {
        return switch (status) {
            case OK -> "SUCCESS";
            case CHANGED -> "CHANGED";
            case SKIPPED -> "SKIPPED";
            case UNKNOWN -> "UNKNOWN";
            case FAILED, IGNORED -> "FAILED";
            case UNREACHABLE, UNREACHABLE_IGNORED -> "UNREACHABLE";
        };
    }

    static Style style(Outcome.Status status) {
        return switch (status) {
            case OK -> Style.OK;
            case CHANGED -> Style.CHANGED;
            case SKIPPED, UNKNOWN -> Style.SKIPPED;
            case FAILED, IGNORED -> Style.FAILED;
            case UNREACHABLE, UNREACHABLE_IGNORED -> Style.UNREACHABLE;
        };
    }
}
