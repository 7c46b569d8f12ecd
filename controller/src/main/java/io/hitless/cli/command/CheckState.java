package io.hitless.cli.command;

import io.hitless.cli.option.StateOptions;
import io.hitless.cli.output.ExitCode;
import io.hitless.source.UserError;
import io.hitless.store.Journal;
import io.hitless.store.StateAdministration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code hitless state check}. */
@Command(
        name = "check",
        description = "Check that the state can be used, and that every event of every run is as it was written.",
        mixinStandardHelpOptions = true)
final class CheckState implements Callable<Integer> {
    @Mixin
    private StateOptions state = new StateOptions();

    @Override
    public Integer call() {
        try (Journal journal = state.journal()) {
            StateAdministration.Findings found = StateAdministration.check(journal);
            System.out.println(journal.state() + ": runs " + found.rows().get("run") + ", events "
                    + found.rows().get("event") + ", drift checks "
                    + found.rows().get("drift_check"));
            found.held().forEach(holder -> System.out.println("under way: " + holder));
            if (!found.damaged().isEmpty()) {
                found.damaged().forEach((run, why) -> System.out.println(run + "  " + why));
                throw new UserError(
                        null, found.damaged().size() + " runs are damaged", "restore the state from a backup");
            }
            return ExitCode.OK;
        }
    }
}
