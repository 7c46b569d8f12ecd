package io.hitless.cli.command;

import io.hitless.cli.launch.StoredRollout;
import io.hitless.cli.option.ChangedInputsOption;
import io.hitless.cli.option.StateOptions;
import io.hitless.store.Journal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Unmatched;

/**
 * The base of commands that continue a rollout from the journal: selects the rollout, and accepts options in addition
 * to those of its first run.
 */
@Command(
        mixinStandardHelpOptions = true,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        footer = {
            "",
            "Options of rollout may follow, such as -K, --vault-password-file or -e. Options of the first run are"
                    + " used again."
        })
abstract class ReopenRunCommand implements Callable<Integer> {
    @Mixin
    private StateOptions state = new StateOptions();

    @Mixin
    private ChangedInputsOption inputs = new ChangedInputsOption();

    @Parameters(
            paramLabel = "RUN",
            description =
                    "the run's id or the start of it, or 'last' for the newest rollout; 'hitless history' lists runs")
    private String run = "";

    @Unmatched
    private List<String> options = new ArrayList<>();

    /** Continues the rollout and returns the exit code. */
    abstract int reopen(StoredRollout earlier, Journal journal, ChangedInputsOption inputs);

    @Override
    public final Integer call() {
        try (Journal journal = state.journal()) {
            return reopen(StoredRollout.find(journal, run, options), journal, inputs);
        }
    }
}
