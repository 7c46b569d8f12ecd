package io.hitless.cli.option;

import io.hitless.cli.output.Callback;
import io.hitless.cli.output.Display;
import io.hitless.cli.output.ExitCode;
import io.hitless.cli.output.ExitError;
import io.hitless.config.Configuration;
import io.hitless.source.UserError;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of all runs. {@link ChangeOptions} adds those of commands that may change hosts. */
public class RunOptions {
    @Option(
            names = {"-f", "--forks"},
            descriptionKey = "DEFAULT_FORKS",
            paramLabel = "N",
            defaultValue = "50",
            description = "how many hosts to work on at the same time (default:  ${DEFAULT-VALUE})")
    public int forks;

    public boolean check;

    public boolean diff;

    @Option(
            names = {"-v", "--verbose"},
            description = "show more; -vv and -vvv still more")
    boolean[] verbose = {};

    @Option(
            names = "--task-timeout",
            descriptionKey = "TASK_TIMEOUT",
            paramLabel = "SECONDS",
            defaultValue = "3600",
            description = "time limit for a task on one host, unless it has 'timeout' (default:  ${DEFAULT-VALUE})")
    public int taskTimeout;

    @Option(names = "--no-live", description = "print only lines; without the live view of the progress on a terminal")
    boolean lines;

    private Display.Tail tail = Display.Tail.AUTO;

    @Option(
            names = "--tail",
            description = "show what commands print while they run (default: on a terminal, of one host or with -v)")
    void tail(boolean on) {
        tail = Display.Tail.ALWAYS;
    }

    @Option(names = "--no-tail", description = "show what commands print only when they have ended")
    void noTail(boolean on) {
        tail = Display.Tail.NEVER;
    }

    boolean grouped;

    boolean separate;

    private @Nullable Callback callback;

    /** Shows the run in the format of Ansible's commands. */
    public void shownAs(Callback form) {
        lines = true;
        callback = form;
    }

    /** The display settings of the run. */
    public Display display() {
        return new Display(!lines, verbosity(), diff, grouped, separate, callback, tail);
    }

    /** Refuses a number of forks below 1. As in Ansible, that is a usage error. */
    public void refuseNoForks() {
        if (forks < 1) {
            UserError error = new UserError("--forks needs a number of at least 1");
            throw new ExitError(error, ExitCode.USAGE_OF_ANSIBLE, List.of());
        }
    }

    public int verbosity() {
        return verbose.length
                + Math.toIntExact(
                        Objects.requireNonNullElse(Configuration.current().number("DEFAULT_VERBOSITY"), 0L));
    }
}
