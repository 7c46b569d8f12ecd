package io.hitless.cli.command;

import io.hitless.cli.launch.StoredRollout;
import io.hitless.cli.option.ChangedInputsOption;
import io.hitless.store.Journal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code hitless rollback}: rolls hosts back to their state before a rollout. */
@Command(
        name = "rollback",
        description = {
            "Roll hosts back to their state before a rollout: the last host first, and on each host the last change"
                    + " first.",
            "Then the handlers that its changes had notified run, and the gate of its play checks whether the host is"
                    + " well. What can't be undone, such as a command, is listed."
        },
        exitCodeList = {
            "0:all selected hosts are rolled back, except for what is listed as not undone",
            "1:an error before any host was touched: no such run, it is still running, its inputs changed",
            "2:hosts could not be rolled back, or are not healthy afterwards",
            "4:hosts could not be reached",
            "99:interrupted",
            "250:a bug in hitless"
        })
public final class RollbackCommand extends ReopenRunCommand {
    @Option(
            names = {"-l", "--limit"},
            paramLabel = "PATTERN",
            description = "only these hosts (default: all that the rollout changed)")
    private @Nullable String limit;

    @Override
    int reopen(StoredRollout earlier, Journal journal, ChangedInputsOption inputs) {
        return earlier.session().rollBack(journal, earlier.stored(), inputs, limit == null ? "all" : limit);
    }
}
