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
        footer = {"", "Options of rollout may follow, such as -K, --vault-password-file or -e: those that were given then need not be."})
final class RollbackCommand implements Callable<Integer> {
    @Mixin
    private StateOptions state = new StateOptions();

    @Option(
            names = {"-l", "--limit"},
            paramLabel = "PATTERN",
            description = "only these hosts (default: all that the rollout changed)")
    private @Nullable String limit;

    @Parameters(paramLabel = "RUN", description = "the run's id or the beginning of it, or 'last'; 'hitless history' lists them")
    private String run = "";

    @Unmatched
    private List<String> more = new ArrayList<>();

    @Override
    public Integer call() {
        try (Journal journal = Journal.open(state.directory())) {
            journal.notices().forEach(notice -> System.err.println("[WARNING]: " + notice));
            EarlierRun earlier = EarlierRun.find(journal, run, more);
            return earlier.command().rollBack(journal, earlier.stored(), limit == null ? "all" : limit);
        }
    }
}
