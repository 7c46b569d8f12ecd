package io.hitless.report.console;

import io.hitless.event.Delegate;
import io.hitless.event.Event;
import io.hitless.event.Outcome;
import io.hitless.event.ResultFields;
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
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The result of a task on a host, as the lines of Ansible's default callback. */
final class ResultText {
    /** Lines of a failed command's output to show. */
    private static final int OUTPUT_LINES = 12;

    private static final Set<String> FACTS = Set.of("setup", "gather_facts");
    private static final StyledLine IGNORING = new StyledLine(Style.SKIPPED, "...ignoring");

    private final ConsoleOptions options;

    ResultText(ConsoleOptions options) {
        this.options = options;
    }

    /** {@code lb1}, or {@code lb1 -> localhost}. */
    static String host(String host, @Nullable Delegate delegate) {
        return DisplayText.text(delegate == null ? host : host + " -> " + delegate.shown());
    }

    /** @param who the host: {@code [lb1]} */
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
        return out;
    }

    /** The lines for a task; empty for a loop, because its iterations were shown. */
    List<StyledLine> of(Event.TaskEnded ended, String who) {
        Outcome outcome = ended.outcome();
        if (isShownByItem(ended)) {
            return afterItems(outcome, who);
        }
        List<StyledLine> out = diffs(outcome);
        switch (outcome.status()) {
            case OK -> out.add(new StyledLine(Style.OK, "ok: " + who + (isFacts(ended) ? "" : details(outcome))));
            case CHANGED -> out.add(new StyledLine(Style.CHANGED, "changed: " + who + details(outcome)));
            case SKIPPED -> out.add(new StyledLine(Style.SKIPPED, "skipping: " + who + afterSkip(outcome)));
            case UNKNOWN -> out.add(new StyledLine(Style.SKIPPED, "unknown: " + who + details(outcome)));
            case FAILED, IGNORED -> out.addAll(fatal(who, "FAILED", Style.FAILED, outcome, ended.task()));
            case UNREACHABLE, UNREACHABLE_IGNORED ->
                out.addAll(fatal(who, "UNREACHABLE", Style.UNREACHABLE, outcome, ended.task()));
        }
        if (outcome.status() == Outcome.Status.IGNORED || outcome.status() == Outcome.Status.UNREACHABLE_IGNORED) {
            out.add(IGNORING);
        }
        return out;
    }

    private List<StyledLine> afterItems(Outcome outcome, String who) {
        return switch (outcome.status()) {
            case SKIPPED -> List.of(new StyledLine(Style.SKIPPED, "skipping: " + who + afterSkip(outcome)));
            case IGNORED ->
                Stream.concat(lastFailure(outcome, who).stream(), Stream.of(IGNORING))
                        .toList();
            case UNREACHABLE_IGNORED -> List.of(IGNORING);
            case FAILED -> lastFailure(outcome, who);
            default -> List.of();
        };
    }

    // As in Ansible, a failed loop over debug is told of once more.
    private List<StyledLine> lastFailure(Outcome outcome, String who) {
        if (options.grouped() || !showsOwnFields(outcome) || !(outcome.result().get("msg") instanceof String msg)) {
            return List.of();
        }
        return List.of(new StyledLine(Style.FAILED, "fatal: " + who + ": FAILED! => " + line(Map.of("msg", msg))));
    }

    /** Whether the result contains facts, which are too many to show. */
    private static boolean isFacts(Event.TaskEnded ended) {
        String action = ended.task().action();
        return FACTS.contains(action.substring(action.lastIndexOf('.') + 1))
                && !ended.outcome().result().containsKey("censored");
    }

    /** Whether this is a loop whose iterations were shown. */
    static boolean isShownByItem(Event.TaskEnded ended) {
        Map<String, @Nullable Object> result = ended.outcome().result();
        return ended.looped()
                && (ended.outcome().isCensored()
                        || (result.get("results") instanceof List<?> turns && !turns.isEmpty()));
    }

    private List<StyledLine> fatal(String who, String how, Style style, Outcome outcome, TaskRef task) {
        List<StyledLine> out = new ArrayList<>(failure(style, "fatal: " + who + ": " + how + "! => ", outcome));
        if (options.format().places()) {
            out.add(new StyledLine(Style.QUIET, "  at " + task.at()));
        }
        return out;
    }

    /**
     * The whole result, also for programs. If grouped, only what people need: the message, and the end of a command's
     * output.
     */
    private List<StyledLine> failure(Style style, String head, Outcome outcome) {
        Map<String, @Nullable Object> result = outcome.result();
        if (!options.grouped() || options.verbosity() > 0 || !(result.get("msg") instanceof String msg)) {
            boolean isAssertion = outcome.detail() == Outcome.Detail.ALWAYS && result.containsKey("assertion");
            boolean isWritten = isAssertion || (showsOwnFields(outcome) && outcome.isFailedByRule());
            String text = isWritten ? written(shown(outcome)) : line(shown(outcome));
            return List.of(new StyledLine(style, head + text));
        }
        List<StyledLine> out = new ArrayList<>();
        msg.strip()
                .lines()
                .forEach(line ->
                        out.add(new StyledLine(style, (out.isEmpty() ? head : "    ") + DisplayText.text(line))));
        if (result.get("rc") instanceof Number rc && !out.isEmpty()) {
            out.set(0, new StyledLine(style, out.getFirst().text() + ", rc " + rc));
        }
        for (String stream : List.of("stderr", "stdout")) {
            if (result.get(stream) instanceof String text && !text.isBlank()) {
                List<String> lines = text.strip().lines().toList();
                lines.subList(Math.max(0, lines.size() - OUTPUT_LINES), lines.size())
                        .forEach(line -> out.add(new StyledLine(null, "    " + DisplayText.text(line))));
                break;
            }
        }
        return out.isEmpty() ? List.of(new StyledLine(style, head + DisplayText.line(result))) : out;
    }

    /** The steps of a reload on a host, as haproxy_config reports them. */
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

    // As in Ansible, a task that is judged unchanged shows no difference.
    private List<StyledLine> diffs(Outcome outcome) {
        List<StyledLine> out = new ArrayList<>();
        if (outcome.status() == Outcome.Status.OK) {
            return out;
        }
        for (Outcome.Diff diff : options.diffs(outcome)) {
            for (String text : UnifiedDiff.of(diff, options.format().context())) {
                out.add(new StyledLine(UnifiedDiff.style(text), DisplayText.text(text)));
            }
            out.add(new StyledLine(null, ""));
        }
        return out;
    }

    private String details(Outcome outcome) {
        if (outcome.detail() != Outcome.Detail.ON_REQUEST) {
            return " => " + written(shown(outcome));
        }
        return options.verbosity() > 0 ? " => " + line(outcome.result()) : "";
    }

    private String written(Map<String, @Nullable Object> result) {
        return options.format().notation().full().apply(result);
    }

    // As in Ansible, -vvv writes all results over several lines.
    private String line(Map<String, @Nullable Object> result) {
        return options.verbosity() > 2
                ? written(result)
                : options.format().notation().brief().apply(result);
    }

    // The module did not run, so its own rules about what to show do not apply.
    private String afterSkip(Outcome outcome) {
        if (options.verbosity() == 0) {
            return "";
        }
        Map<String, @Nullable Object> result = new LinkedHashMap<>(outcome.result());
        result.remove("results"); // each iteration was shown
        if (showsOwnFields(outcome)) {
            result.keySet().removeAll(List.of(ResultFields.CHANGED, ResultFields.SKIP_REASON, "ansible_loop_var"));
        }
        return " => " + line(result);
    }

    /** The fields of a result to show. */
    static Map<String, @Nullable Object> shown(Outcome outcome) {
        return showsOwnFields(outcome) ? ownFields(outcome.result()) : outcome.result();
    }

    private static boolean showsOwnFields(Outcome outcome) {
        return outcome.detail() == Outcome.Detail.OWN_FIELDS;
    }

    /** Whether a result with this status is hidden: of a skipped task, or of a task that changed nothing. */
    boolean hides(Outcome.Status status) {
        return switch (status) {
            case SKIPPED, UNKNOWN -> !options.format().skipped();
            case OK -> !options.format().unchanged();
            default -> false;
        };
    }

    // The module's own field comes first, before those that every result has.
    private static Map<String, @Nullable Object> ownFields(Map<String, @Nullable Object> result) {
        Map<String, @Nullable Object> out = new LinkedHashMap<>();
        result.entrySet().stream().limit(1).forEach(field -> out.put(field.getKey(), field.getValue()));
        if (!out.containsKey("msg")) {
            addLoopVariables(result, out);
        }
        return out;
    }

    // As in Ansible, the value of a variable is shown with the item and its index, a message alone.
    private static void addLoopVariables(Map<String, @Nullable Object> result, Map<String, @Nullable Object> out) {
        for (String kind : List.of("ansible_loop_var", "ansible_index_var")) {
            if (result.get(kind) instanceof String name && result.containsKey(name)) {
                out.put(name, result.get(name));
            }
        }
    }
}
