package io.hitless.cli.output;

import io.hitless.report.console.ConsoleOptions;

/**
 * How much of a run is shown, and in which form.
 *
 * @param live whether a terminal shows how far the run has come
 * @param fold whether hosts with the same result are shown in one line
 * @param apart whether each host has a line of its own also where the run is shown live
 */
public record Display(boolean live, int verbosity, boolean diff, boolean fold, boolean apart) {
    /** As it is where nothing is asked for. */
    public static final Display PLAIN = new Display(true, 0, false, false, false);

    /** @param shownLive whether the run is shown live, on the terminal that there is */
    boolean folds(boolean shownLive) {
        return fold || (shownLive && !apart);
    }

    ConsoleOptions console(boolean colour, boolean folded) {
        return new ConsoleOptions(colour, verbosity, diff, folded);
    }
}
