package io.hitless.cli;

import io.hitless.store.Journal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Unmatched;

/** {@code hitless rollback}: puts hosts back to what they were before a rollout. */
@Command(
        name = "rollback",
        description = {
            "Put hosts back to what they were before a rollout: the last host first, and on each the last change first.",
            "Then the handlers that its changes had notified run, and the gate of its play looks whether the host is well. What can't be undone, as a"
                    + " command, is listed."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all hosts that were meant are what they were before, but for what is listed as not undone",
            "1:an error before any host was touched: no such run, it is under way, what it was begun with has changed",
            "2:hosts could not be put back, or are not well as they were",
            "4:hosts could not be reached",
            "99:interrupted",
            "250:a bug of hitless"
        },
        footer = {"", "Options of rollout may follow, such as -K, --vault-password-file or -e: those that were given then need not be."})
final class RollbackCommand implements Callable<Integer> {
    @Mixin
    private StateOptions state = new StateOptions();

    @Option(
            names = {"-l", "--limit"},
            paramLabel = "PATTERN",
            description = "only these hosts (default: all that the rollout changed)")
    private @Nullable String limit;

    @Mixin
    private SameInputs inputs = new SameInputs();

    @Parameters(paramLabel = "RUN", description = "the run's id or the beginning of it, or 'last'; 'hitless history' lists them")
    private String run = "";

    @Unmatched
    private List<String> more = new ArrayList<>();

    @Override
    public Integer call() {
        try (Journal journal = Journal.open(state.directory())) {
            journal.notices().forEach(notice -> System.err.println("[WARNING]: " + notice));
            EarlierRun earlier = EarlierRun.find(journal, run, more);
            return earlier.command().rollBack(journal, earlier.stored(), inputs, limit == null ? "all" : limit);
        }
    }
}
