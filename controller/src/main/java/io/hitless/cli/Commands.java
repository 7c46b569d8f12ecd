package io.hitless.cli;

import io.hitless.cli.command.AnsibleCommand;
import io.hitless.cli.command.AnsibleConfigCommand;
import io.hitless.cli.command.AnsiblePlaybookCommand;
import io.hitless.cli.command.ApproveCommand;
import io.hitless.cli.command.CompletionCommand;
import io.hitless.cli.command.ConfigCommand;
import io.hitless.cli.command.DocCommand;
import io.hitless.cli.command.DriftCommand;
import io.hitless.cli.command.ExecCommand;
import io.hitless.cli.command.GalaxyCommand;
import io.hitless.cli.command.HistoryCommand;
import io.hitless.cli.command.HitlessCommand;
import io.hitless.cli.command.InventoryCommand;
import io.hitless.cli.command.LocksCommand;
import io.hitless.cli.command.LogsCommand;
import io.hitless.cli.command.LspCommand;
import io.hitless.cli.command.ManCommand;
import io.hitless.cli.command.PlanCommand;
import io.hitless.cli.command.ReportCommand;
import io.hitless.cli.command.ResumeCommand;
import io.hitless.cli.command.RollbackCommand;
import io.hitless.cli.command.RolloutCommand;
import io.hitless.cli.command.ScheduleCommand;
import io.hitless.cli.command.SchemaCommand;
import io.hitless.cli.command.ServeCommand;
import io.hitless.cli.command.ShowCommand;
import io.hitless.cli.command.StateCommand;
import io.hitless.cli.command.VaultCommand;
import io.hitless.cli.command.WorkerCommand;
import io.hitless.cli.option.AnsibleVersion;
import io.hitless.cli.option.CommandRegistry;
import io.hitless.cli.option.ConfiguredDefaults;
import java.lang.reflect.Method;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The list of commands. Add a line for a new one. */
final class Commands implements CommandRegistry {
    private final Map<String, Supplier<Object>> commands = commands();

    private Map<String, Supplier<Object>> commands() {
        Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
        commands.put("plan", PlanCommand::new);
        commands.put("drift", DriftCommand::new);
        commands.put("rollout", RolloutCommand::new);
        commands.put("resume", ResumeCommand::new);
        commands.put("rollback", RollbackCommand::new);
        commands.put("worker", WorkerCommand::new);
        commands.put("schedule", () -> ScheduleCommand.in(this));
        commands.put("approve", ApproveCommand::new);
        commands.put("locks", LocksCommand::new);
        commands.put("history", HistoryCommand::new);
        commands.put("show", ShowCommand::new);
        commands.put("logs", LogsCommand::new);
        commands.put("report", ReportCommand::new);
        commands.put("serve", ServeCommand::new);
        commands.put("state", StateCommand::all);
        commands.put("exec", ExecCommand::new);
        commands.put("inventory", InventoryCommand::new);
        commands.put("vault", VaultCommand::new);
        commands.put("config", ConfigCommand::new);
        commands.put("galaxy", GalaxyCommand::new);
        commands.put("ansible-playbook", AnsiblePlaybookCommand::new);
        commands.put("ansible", AnsibleCommand::new);
        commands.put("ansible-inventory", InventoryCommand::ofAnsible);
        commands.put("ansible-doc", () -> new DocCommand(true));
        commands.put("ansible-vault", VaultCommand::new);
        commands.put("ansible-galaxy", GalaxyCommand::new);
        commands.put("ansible-config", AnsibleConfigCommand::new);
        commands.put("doc", DocCommand::new);
        commands.put("schema", SchemaCommand::new);
        commands.put("lsp", LspCommand::new);
        commands.put("man", () -> new ManCommand(this));
        commands.put("completion", () -> new CompletionCommand(this));
        return commands;
    }

    // picocli needs a while for each command, and a run uses only one.
    @Override
    public CommandLine commandLine(String... args) {
        CommandLine hitless = new CommandLine(new HitlessCommand());
        String asked = args.length == 0 ? "" : args[0];
        if (commands.containsKey(asked)) {
            hitless.addSubcommand(asked, commands.get(asked).get());
        } else if (!asked.equals("--version")) {
            commands.forEach((name, command) -> hitless.addSubcommand(name, command.get()));
        }
        hitless.getSubcommands().forEach((name, command) -> {
            if (name.startsWith(ErrorHandlers.ANSIBLE)) {
                command.getCommandSpec().versionProvider(() -> AnsibleVersion.of(name));
            }
        });
        // As in Ansible, `-e @FILE` names a file of variables; picocli would expand it to arguments.
        return ConfiguredDefaults.in(hitless)
                .setExpandAtFiles(false)
                .setOverwrittenOptionsAllowed(true) // the last one counts, as in Ansible
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(ErrorHandlers::usage)
                .setExecutionExceptionHandler(ErrorHandlers::execution);
    }

    @Override
    public CommandLine withLaunched() {
        CommandLine hitless = commandLine();
        LauncherCommands.all().forEach(command -> hitless.addSubcommand(command.name(), command));
        settleOrder(hitless.getCommandSpec());
        return hitless;
    }

    /** Puts options that are methods last, by name: the JVM lists methods in no order, and manual pages have one. */
    private static void settleOrder(CommandSpec command) {
        List<OptionSpec> methods = command.options().stream()
                .filter(option -> option.userObject() instanceof Method && option.group() == null)
                .sorted(Comparator.comparing(OptionSpec::longestName))
                .toList();
        methods.forEach(command::remove);
        methods.forEach(command::addOption);
        command.subcommands().values().forEach(each -> settleOrder(each.getCommandSpec()));
    }
}
