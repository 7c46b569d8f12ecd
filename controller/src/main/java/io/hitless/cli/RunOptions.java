package io.hitless.cli;

import picocli.CommandLine.Option;

/** How a run is carried out. */
final class RunOptions {
    @Option(
            names = {"-f", "--forks"},
            paramLabel = "N",
            defaultValue = "50",
            description = "how many hosts are worked on at once (default: ${DEFAULT-VALUE})")
    int forks;

    @Option(
            names = {"-C", "--check"},
            description = "change nothing; say what would be changed")
    boolean check;

    @Option(
            names = {"-D", "--diff"},
            description = "show texts before and after they are changed")
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
            description = "print lines only, also on a terminal, where else the view below them shows how far the run has come")
    boolean lines;

    @Option(
            names = "--fold",
            description = "tell hosts with the same result in one line: so does a rollout that is seen live")
    boolean fold;

    @Option(names = "--no-fold", description = "tell each host in a line of its own, also live")
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
