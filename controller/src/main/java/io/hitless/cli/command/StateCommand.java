package io.hitless.cli.command;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code hitless state}: where runs are kept. */
@Command(
        name = "state",
        description = "Prepare, check and move the state: the journal of all runs, and what else is kept of them.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        synopsisSubcommandLabel = "COMMAND")
public final class StateCommand implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    /** The command with its subcommands. */
    public static CommandLine all() {
        return new CommandLine(new StateCommand())
                .addSubcommand(new InitState())
                .addSubcommand(new CheckState())
                .addSubcommand(new MigrateState());
    }

    @Override
    public void run() {
        throw new ParameterException(Objects.requireNonNull(spec).commandLine(), "which of init, check, migrate?");
    }
}
