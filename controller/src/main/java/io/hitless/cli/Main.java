package io.hitless.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where the JVM comes in. */
@Command(
        name = "hitless",
        description = "Rolls changes over a fleet of Linux hosts over plain SSH, one node at a time, without dropping a"
                + " connection.",
        versionProvider = Version.class,
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Beside these: 'hitless demo' shows the main job on a fleet of its own, 'hitless lab' raises one to try"
                    + " things on."
        })
public final class Main implements Runnable {
    private static final Map<String, Supplier<Object>> COMMANDS = commands();

    @Spec
    private @Nullable CommandSpec spec;

    private Main() {}

    private static Map<String, Supplier<Object>> commands() {
        Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
        commands.put("plan", PlanCommand::new);
        commands.put("drift", DriftCommand::new);
        commands.put("rollout", RolloutCommand::new);
        commands.put("resume", ResumeCommand::new);
        commands.put("rollback", RollbackCommand::new);
        commands.put("schedule", ScheduleCommand::new);
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
        commands.put("man", ManCommand::new);
        commands.put("completion", CompletionCommand::new);
        return commands;
    }

    public static void main(String[] args) {
        Terminal.open();
        CommandLine hitless = commandLine(args)
                .setOut(new PrintWriter(
                        Terminal.raw(), true, StandardCharsets.UTF_8)); // help, which picocli paints itself
        int code = hitless.execute(args);
        System.out.flush();
        InterruptHandler.commandIsOver();
        // Leaving main ends the JVM at once; exit() would wait 0.3 s for its own thread that watches sockets (VM_Exit
        // in HotSpot).
        if (code != ExitCode.OK) {
            System.exit(code);
        }
    }

    /**
     * Knows the command that is asked for, or all of them: picocli takes a while over each, and a run needs but one.
     */
    static CommandLine commandLine(String... args) {
        CommandLine hitless = new CommandLine(new Main());
        String asked = args.length == 0 ? "" : args[0];
        if (COMMANDS.containsKey(asked)) {
            hitless.addSubcommand(asked, COMMANDS.get(asked).get());
        } else {
            COMMANDS.forEach((name, command) -> hitless.addSubcommand(name, command.get()));
        }
        // As in Ansible, `-e @FILE` names a file of variables; picocli would take the file's lines for arguments.
        return hitless.setExpandAtFiles(false)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(ErrorHandlers::usage)
                .setExecutionExceptionHandler(ErrorHandlers::execution);
    }

    /** All commands, also those that the launcher carries out before a JVM is started. */
    static CommandLine withLaunched() {
        CommandLine hitless = commandLine();
        LauncherCommands.all().forEach(command -> hitless.addSubcommand(command.name(), command));
        return hitless;
    }

    @Override
    public void run() {
        throw new ParameterException(Objects.requireNonNull(spec).commandLine(), "which command?");
    }
}
