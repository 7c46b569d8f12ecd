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
 * What the commands share that take a rollout of the journal up again: which one, and options besides those it was
 * begun with.
 */
@Command(
        mixinStandardHelpOptions = true,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        footer = {
            "",
            "Options of rollout may follow, such as -K, --vault-password-file or -e: those that were given then need"
                    + " not be."
        })
abstract class ReopenRunCommand implements Callable<Integer> {
    @Mixin
    private StateOptions state = new StateOptions();

    @Mixin
    private ChangedInputsOption inputs = new ChangedInputsOption();

    @Parameters(
            paramLabel = "RUN",
            description =
                    "the run's id or the beginning of it, or 'last', the newest rollout; 'hitless history' lists them")
    private String run = "";

    @Unmatched
    private List<String> more = new ArrayList<>();

    /** Takes the rollout up, and returns the exit code. */
    abstract int takeUp(StoredRollout earlier, Journal journal, ChangedInputsOption inputs);

    @Override
    public final Integer call() {
        try (Journal journal = state.journal()) {
            return takeUp(StoredRollout.find(journal, run, more), journal, inputs);
        }
    }
}
