package io.hitless.report.console;

import io.hitless.event.Outcome;
import java.util.List;

/**
 * The settings of a console.
 *
 * @param verbosity the number of {@code -v}
 * @param diff whether diffs are shown
 * @param grouped whether hosts with the same result share a line, which is shown when the task has ended on all of
 *     them; the console then also shows a verdict
 * @param output which lines of running commands are shown
 */
public record ConsoleOptions(
        boolean colour, int verbosity, boolean diff, boolean grouped, ShownOutput output, ResultFormat format) {
    /** The differences to show of an outcome. */
    List<Outcome.Diff> diffs(Outcome outcome) {
        return diff
                ? outcome.diffs()
                : outcome.diffs().stream().filter(Outcome.Diff::wanted).toList();
    }

    /** As in Ansible: a line for each host. */
    public ConsoleOptions(boolean colour, int verbosity, boolean diff) {
        this(colour, verbosity, diff, false);
    }

    public ConsoleOptions(boolean colour, int verbosity, boolean diff, boolean grouped) {
        this(colour, verbosity, diff, grouped, ShownOutput.WANTED, ResultFormat.USUAL);
    }
}
