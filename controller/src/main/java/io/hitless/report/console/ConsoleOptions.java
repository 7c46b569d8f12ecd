package io.hitless.report.console;

/**
 * How much a console shows.
 *
 * @param verbosity how many {@code -v}
 * @param diff whether diffs are shown
 * @param fold whether hosts with the same result share its line, which then comes when the task has ended on all; a
 *     verdict is shown too
 */
public record ConsoleOptions(boolean colour, int verbosity, boolean diff, boolean fold) {
    /** As Ansible does: a line for each host. */
    public ConsoleOptions(boolean colour, int verbosity, boolean diff) {
        this(colour, verbosity, diff, false);
    }
}
