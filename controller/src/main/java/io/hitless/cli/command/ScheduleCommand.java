package io.hitless.cli.command;

import io.hitless.cli.option.CommandRegistry;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code hitless schedule}: runs drift checks or other commands at regular times. */
@Command(
        name = "schedule",
        description = "Run a command, such as a drift check, at regular times by systemd.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        synopsisSubcommandLabel = "COMMAND")
public final class ScheduleCommand implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    /** The command with its subcommands. */
    public static CommandLine in(CommandRegistry commands) {
        return new CommandLine(new ScheduleCommand())
                .addSubcommand(new AddSchedule(commands))
                .addSubcommand(new ListSchedules())
                .addSubcommand(new RemoveSchedule())
                .addSubcommand(new RunSchedule());
    }

    @Override
    public void run() {
        throw new ParameterException(Objects.requireNonNull(spec).commandLine(), "which of add, list, remove, run?");
    }
}
