package io.hitless.report.console;

import io.hitless.report.UnifiedDiff;

/**
 * Which results are shown, and how.
 *
 * @param notation how results are written
 * @param skipped whether to show skipped tasks
 * @param unchanged whether to show tasks that changed nothing
 * @param places whether to show file and line of a failed task
 * @param checkMarked whether headings mention check mode
 * @param failuresApart whether failures go to standard error
 * @param starts whether to name each host as it begins a task
 * @param own whether hitless adds lines of its own
 * @param customStats whether to show what {@code set_stats} kept
 * @param context how many lines a diff has around each change
 */
public record ResultFormat(
        ResultNotation notation,
        boolean skipped,
        boolean unchanged,
        boolean places,
        boolean checkMarked,
        boolean failuresApart,
        boolean starts,
        boolean own,
        boolean customStats,
        int context) {
    /** All results, as JSON, with file and line. */
    public static final ResultFormat USUAL = new ResultFormat(
            ResultNotation.USUAL, true, true, true, false, false, false, true, false, UnifiedDiff.CONTEXT);

    /** Whether some results are left out. */
    boolean hidesSome() {
        return !skipped || !unchanged;
    }
}
