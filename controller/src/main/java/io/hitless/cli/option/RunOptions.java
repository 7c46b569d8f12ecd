package io.hitless.cli.option;

import io.hitless.cli.output.Display;
import picocli.CommandLine.Option;

/** How hosts are gone over. Those of a command that may change them are more. */
public class RunOptions {
    @Option(
            names = {"-f", "--forks"},
            paramLabel = "N",
            defaultValue = "50",
            description = "how many hosts are worked on at once (default: ${DEFAULT-VALUE})")
    public int forks;

    public boolean check;

    public boolean diff;

    @Option(
            names = {"-v", "--verbose"},
            description = "show more; -vv and -vvv still more")
    boolean[] verbose = {};

    @Option(
            names = "--task-timeout",
            paramLabel = "SECONDS",
            defaultValue = "3600",
            description = "how long a task may take on one host, where it has no 'timeout' (default: ${DEFAULT-VALUE})")
    public int taskTimeout;

    @Option(
            names = "--no-live",
            description =
                    "print lines only, also on a terminal, where else the view below them shows how far the run has"
                            + " come")
    boolean lines;

    boolean fold;

    boolean apart;

    /** What is shown of it. */
    public Display display() {
        return new Display(!lines, verbosity(), diff, fold, apart);
    }

    public int verbosity() {
        return verbose.length;
    }
}
