package io.hitless.cli.command;

import io.hitless.cli.launch.StoredRollout;
import io.hitless.cli.option.ChangedInputsOption;
import io.hitless.store.Journal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code hitless rollback}: puts hosts back to what they were before a rollout. */
@Command(
        name = "rollback",
        description = {
            "Put hosts back to what they were before a rollout: the last host first, and on each the last change"
                    + " first.",
            "Then the handlers that its changes had notified run, and the gate of its play looks whether the host is"
                    + " well. What can't be undone, as a command, is listed."
        },
        exitCodeList = {
            "0:all hosts that were meant are what they were before, but for what is listed as not undone",
            "1:an error before any host was touched: no such run, it is still running, its inputs changed",
            "2:hosts could not be rolled back, or are not well as they were",
            "4:hosts could not be reached",
            "99:interrupted",
            "250:a bug of hitless"
        })
public final class RollbackCommand extends ReopenRunCommand {
    @Option(
            names = {"-l", "--limit"},
            paramLabel = "PATTERN",
            description = "only these hosts (default: all that the rollout changed)")
    private @Nullable String limit;

    @Override
    int takeUp(StoredRollout earlier, Journal journal, ChangedInputsOption inputs) {
        return earlier.session().rollBack(journal, earlier.stored(), inputs, limit == null ? "all" : limit);
    }
}
