package io.hitless.cli;

import io.hitless.cli.command.ApproveCommand;
import io.hitless.cli.command.CommandRegistry;
import io.hitless.cli.command.CompletionCommand;
import io.hitless.cli.command.DocCommand;
import io.hitless.cli.command.DriftCommand;
import io.hitless.cli.command.ExecCommand;
import io.hitless.cli.command.HistoryCommand;
import io.hitless.cli.command.HitlessCommand;
import io.hitless.cli.command.InventoryCommand;
import io.hitless.cli.command.LocksCommand;
import io.hitless.cli.command.LogsCommand;
import io.hitless.cli.command.ManCommand;
import io.hitless.cli.command.PlanCommand;
import io.hitless.cli.command.ReportCommand;
import io.hitless.cli.command.ResumeCommand;
import io.hitless.cli.command.RollbackCommand;
import io.hitless.cli.command.RolloutCommand;
import io.hitless.cli.command.ScheduleCommand;
import io.hitless.cli.command.ServeCommand;
import io.hitless.cli.command.ShowCommand;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;

/** Which commands there are: a new one is a line here. */
final class Commands implements CommandRegistry {
    private final Map<String, Supplier<Object>> commands = commands();

    private Map<String, Supplier<Object>> commands() {
        Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
        commands.put("plan", PlanCommand::new);
        commands.put("drift", DriftCommand::new);
        commands.put("rollout", RolloutCommand::new);
        commands.put("resume", ResumeCommand::new);
        commands.put("rollback", RollbackCommand::new);
        commands.put("schedule", () -> ScheduleCommand.in(this));
        commands.put("approve", ApproveCommand::new);
        commands.put("locks", LocksCommand::new);
        commands.put("history", HistoryCommand::new);
        commands.put("show", ShowCommand::new);
        commands.put("logs", LogsCommand::new);
        commands.put("report", ReportCommand::new);
        commands.put("serve", ServeCommand::new);
        commands.put("exec", ExecCommand::new);
        commands.put("inventory", InventoryCommand::new);
        commands.put("doc", DocCommand::new);
        commands.put("man", () -> new ManCommand(this));
        commands.put("completion", () -> new CompletionCommand(this));
        return commands;
    }

    // picocli takes a while over each command, and a run needs but one.
    @Override
    public CommandLine commandLine(String... args) {
        CommandLine hitless = new CommandLine(new HitlessCommand());
        String asked = args.length == 0 ? "" : args[0];
        if (commands.containsKey(asked)) {
            hitless.addSubcommand(asked, commands.get(asked).get());
        } else {
            commands.forEach((name, command) -> hitless.addSubcommand(name, command.get()));
        }
        // As in Ansible, `-e @FILE` names a file of variables; picocli would take the file's lines for arguments.
        return hitless.setExpandAtFiles(false)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(ErrorHandlers::usage)
                .setExecutionExceptionHandler(ErrorHandlers::execution);
    }

    @Override
    public CommandLine withLaunched() {
        CommandLine hitless = commandLine();
        LauncherCommands.all().forEach(command -> hitless.addSubcommand(command.name(), command));
        return hitless;
    }
}
