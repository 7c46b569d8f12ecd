package io.hitless.cli;

import picocli.CommandLine.Option;

/** How hosts are gone over. {@link ChangeOptions} has more, for what may change them. */
sealed class RunOptions permits ChangeOptions {
    @Option(
            names = {"-f", "--forks"},
            paramLabel = "N",
            defaultValue = "50",
            description = "how many hosts are worked on at once (default: ${DEFAULT-VALUE})")
    int forks;

    boolean check;

    boolean diff;

    @Option(
            names = {"-v", "--verbose"},
            description = "show more; -vv and -vvv still more")
    boolean[] verbose = {};

    @Option(
            names = "--task-timeout",
            paramLabel = "SECONDS",
            defaultValue = "3600",
            description = "how long a task may take on one host, where it has no 'timeout' (default: ${DEFAULT-VALUE})")
    int taskTimeout;

    @Option(
            names = "--no-live",
            description =
                    "print lines only, also on a terminal, where else the view below them shows how far the run has"
                            + " come")
    boolean lines;

    boolean fold;

    boolean apart;

    boolean isLive() {
        return !lines;
    }

    /** @param live whether the run is seen live */
    boolean folds(boolean live) {
        return fold || (live && !apart);
    }

    int verbosity() {
        return verbose.length;
    }
}
