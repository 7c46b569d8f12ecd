package io.hitless.report.console;

import io.hitless.event.Delegate;
import io.hitless.event.Event;
import io.hitless.event.Outcome;
import io.hitless.event.TaskRef;
import io.hitless.report.DisplayText;
import io.hitless.report.Style;
import io.hitless.report.StyledLine;
import io.hitless.report.UnifiedDiff;
import io.hitless.report.Warnings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a task ended on a host, as the lines that Ansible's default callback has for it. */
final class ResultText {
    /** Lines of a command's output that are shown when it fails. */
    private static final int SAID = 12;

    private final ConsoleOptions options;

    ResultText(ConsoleOptions options) {
        this.options = options;
    }

    /** {@code lb1}, or {@code lb1 -> localhost}. */
    static String host(String host, @Nullable Delegate delegate) {
        return DisplayText.text(delegate == null ? host : host + " -> " + delegate.shown());
    }

    /** @param who is told of: {@code [lb1]} */
    List<StyledLine> of(Event.ItemEnded item, String who) {
        Outcome outcome = item.outcome();
        List<StyledLine> out = diffs(outcome);
        String what = "(item=" + DisplayText.text(item.item()) + ")";
        switch (outcome.status()) {
            case OK -> out.add(new StyledLine(Style.OK, "ok: " + who + " => " + what + details(outcome)));
            case CHANGED ->
                out.add(new StyledLine(Style.CHANGED, "changed: " + who + " => " + what + details(outcome)));
            case SKIPPED ->
                out.add(new StyledLine(Style.SKIPPED, "skipping: " + who + " => " + what + " " + afterSkip(outcome)));
            case FAILED, IGNORED -> out.addAll(failure(Style.FAILED, "failed: " + who + " " + what + " => ", outcome));
            case UNREACHABLE, UNREACHABLE_IGNORED ->
                out.addAll(failure(Style.UNREACHABLE, "fatal: " + who + ": UNREACHABLE! => ", outcome));
            case UNKNOWN ->
                out.add(new StyledLine(Style.SKIPPED, "unknown: " + who + " => " + what + details(outcome)));
        }
        if (outcome.status() == Outcome.Status.IGNORED) {
            out.add(new StyledLine(Style.SKIPPED, "...ignoring"));
        }
        return out;
    }

    /** The same for a task; nothing for a loop, each turn of which was told already. */
    List<StyledLine> of(Event.TaskEnded ended, String who) {
        Outcome outcome = ended.outcome();
        if (isTold(ended)) {
            return outcome.status() == Outcome.Status.SKIPPED
                    ? List.of(new StyledLine(Style.SKIPPED, "skipping: " + who + afterSkip(outcome)))
                    : List.of();
        }
        List<StyledLine> out = diffs(outcome);
        switch (outcome.status()) {
            case OK -> out.add(new StyledLine(Style.OK, "ok: " + who + details(outcome)));
            case CHANGED -> out.add(new StyledLine(Style.CHANGED, "changed: " + who + details(outcome)));
            case SKIPPED -> out.add(new StyledLine(Style.SKIPPED, "skipping: " + who + afterSkip(outcome)));
            case UNKNOWN -> out.add(new StyledLine(Style.SKIPPED, "unknown: " + who + details(outcome)));
            case FAILED, IGNORED -> out.addAll(fatal(who, "FAILED", Style.FAILED, outcome, ended.task()));
            case UNREACHABLE, UNREACHABLE_IGNORED ->
                out.addAll(fatal(who, "UNREACHABLE", Style.UNREACHABLE, outcome, ended.task()));
        }
        if (outcome.status() == Outcome.Status.IGNORED || outcome.status() == Outcome.Status.UNREACHABLE_IGNORED) {
            out.add(new StyledLine(Style.SKIPPED, "...ignoring"));
        }
        return out;
    }

    /** Whether it is a loop whose turns were told. */
    static boolean isTold(Event.TaskEnded ended) {
        Map<String, @Nullable Object> result = ended.outcome().result();
        boolean hidden = result.containsKey("censored");
        return ended.looped() && (hidden || (result.get("results") instanceof List<?> turns && !turns.isEmpty()));
    }

    private List<StyledLine> fatal(String who, String how, Style style, Outcome outcome, TaskRef task) {
        List<StyledLine> out = new ArrayList<>(failure(style, "fatal: " + who + ": " + how + "! => ", outcome));
        out.add(new StyledLine(Style.QUIET, "  at " + task.at()));
        return out;
    }

    /**
     * The whole result, for programs too; folded, what people look for in it: the message, and the end of what a
     * command said.
     */
    private List<StyledLine> failure(Style style, String head, Outcome outcome) {
        Map<String, @Nullable Object> result = outcome.result();
        if (!options.fold() || options.verbosity() > 0 || !(result.get("msg") instanceof String msg)) {
            return List.of(new StyledLine(style, head + DisplayText.line(result)));
        }
        List<StyledLine> out = new ArrayList<>();
        msg.strip()
                .lines()
                .forEach(line ->
                        out.add(new StyledLine(style, (out.isEmpty() ? head : "    ") + DisplayText.text(line))));
        if (result.get("rc") instanceof Number rc && !out.isEmpty()) {
            out.set(0, new StyledLine(style, out.getFirst().text() + ", rc " + rc));
        }
        for (String said : List.of("stderr", "stdout")) {
            if (result.get(said) instanceof String text && !text.isBlank()) {
                List<String> lines = text.strip().lines().toList();
                lines.subList(Math.max(0, lines.size() - SAID), lines.size())
                        .forEach(line -> out.add(new StyledLine(null, "    " + DisplayText.text(line))));
                break;
            }
        }
        return out.isEmpty() ? List.of(new StyledLine(style, head + DisplayText.line(result))) : out;
    }

    /** A node's way through a reload, as haproxy_config tells it. */
    static List<StyledLine> transition(String host, Outcome outcome) {
        if (!(outcome.result().get("transition") instanceof List<?> states) || states.isEmpty()) {
            return List.of();
        }
        List<String> steps = new ArrayList<>();
        for (Object state : states) {
            if (state instanceof Map<?, ?> step) {
                steps.add(DisplayText.text(String.valueOf(step.get("state"))) + " " + step.get("ms") + " ms");
            }
        }
        return List.of(new StyledLine(Style.QUIET, "  " + DisplayText.text(host) + ": " + String.join(", ", steps)));
    }

    static List<StyledLine> warnings(Outcome outcome) {
        List<StyledLine> out = new ArrayList<>();
        if (outcome.result().get("warnings") instanceof List<?> warnings) {
            warnings.forEach(text ->
                    out.add(new StyledLine(Style.WARNING, Warnings.line(DisplayText.text(String.valueOf(text))))));
        }
        return out;
    }

    private List<StyledLine> diffs(Outcome outcome) {
        List<StyledLine> out = new ArrayList<>();
        for (Outcome.Diff diff : options.diff() ? outcome.diffs() : List.<Outcome.Diff>of()) {
            for (String text : UnifiedDiff.of(diff)) {
                out.add(new StyledLine(UnifiedDiff.style(text), DisplayText.text(text)));
            }
            out.add(new StyledLine(null, ""));
        }
        return out;
    }

    private String details(Outcome outcome) {
        if (outcome.verbose()) {
            return " => " + DisplayText.lines(spoken(outcome.result()));
        }
        return options.verbosity() > 0 ? " => " + DisplayText.line(outcome.result()) : "";
    }

    // What a module would show of itself does not matter where it was not run.
    private String afterSkip(Outcome outcome) {
        return options.verbosity() > 0 ? " => " + DisplayText.line(outcome.result()) : "";
    }

    // What was asked to be shown, without what every result has.
    private static Map<String, @Nullable Object> spoken(Map<String, @Nullable Object> result) {
        Map<String, @Nullable Object> out = new LinkedHashMap<>(result);
        if (out.remove("ansible_loop_var") instanceof String variable) {
            out.remove(variable);
        }
        if (out.remove("ansible_index_var") instanceof String variable) {
            out.remove(variable);
        }
        out.remove("changed");
        return out;
    }
}
