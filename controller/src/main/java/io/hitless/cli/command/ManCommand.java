package io.hitless.cli.command;

import io.hitless.cli.option.CommandRegistry;
import io.hitless.cli.output.ExitCode;
import io.hitless.cli.output.Terminal;
import io.hitless.source.Reason;
import io.hitless.source.Suggestion;
import io.hitless.source.UserError;
import io.hitless.wording.Plural;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hitless man}: manual pages, generated from the commands. */
@Command(
        name = "man",
        description = {
            "Show the manual page of a command, or install all of them.",
            "On a terminal, man shows the page; elsewhere its source is printed.",
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "hitless man rollout",
            "hitless man --dir ~/.local/share/man   and then, in a new shell: man hitless-rollout"
        })
public final class ManCommand implements Callable<Integer> {
    private final CommandRegistry commands;

    @Option(names = "--dir", paramLabel = "DIR", description = "write all pages to man1 in this directory")
    private @Nullable Path directory;

    @Parameters(arity = "0..1", paramLabel = "COMMAND", description = "the command (default: hitless itself)")
    private @Nullable String name;

    public ManCommand(CommandRegistry commands) {
        this.commands = commands;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<CommandSpec> all = all(commands.withLaunched());
        if (directory != null) {
            install(all, directory.resolve("man1"));
            return ExitCode.OK;
        }
        String wanted = name == null ? "hitless" : name.replaceFirst("^hitless-", "");
        CommandSpec command = all.stream()
                .filter(spec -> word(spec).equals(wanted))
                .findFirst()
                .orElseThrow(() -> new UserError(
                        null,
                        "no command '" + wanted + "'",
                        Suggestion.didYouMean(
                                wanted, all.stream().map(ManCommand::word).toList())));
        String page = page(command, all);
        if (!Terminal.isInteractive() || !shown(page)) {
            System.out.print(page);
        }
        return ExitCode.OK;
    }

    /** A command with its subcommands. */
    private static List<CommandSpec> all(CommandLine command) {
        List<CommandSpec> all = new ArrayList<>(List.of(command.getCommandSpec()));
        command.getSubcommands().values().forEach(below -> all.addAll(all(below)));
        return all;
    }

    /** The command's name in {@code hitless man NAME}: {@code rollout}, {@code schedule-add}. */
    private static String word(CommandSpec command) {
        return ManPage.name(command).replaceFirst("^hitless-", "");
    }

    private static String page(CommandSpec command, List<CommandSpec> all) {
        return new ManPage(
                        command,
                        all.stream().filter(other -> !other.equals(command)).toList())
                .text();
    }

    private static void install(List<CommandSpec> all, Path into) {
        try {
            Files.createDirectories(into);
            for (CommandSpec command : all) {
                Files.writeString(into.resolve(ManPage.name(command) + ".1"), page(command, all));
            }
        } catch (IOException e) {
            throw new UserError("cannot write manual pages: " + Reason.of(e));
        }
        System.out.println(Plural.of(all.size(), "page") + " written to " + into);
    }

    /** Shows the page with {@code man}. Returns false if {@code man} is not installed. */
    private static boolean shown(String page) throws IOException, InterruptedException {
        Process man;
        try {
            man = new ProcessBuilder("man", "-l", "-")
                    .inheritIO()
                    .redirectInput(ProcessBuilder.Redirect.PIPE)
                    .start();
        } catch (IOException _) {
            return false;
        }
        try (OutputStream source = man.getOutputStream()) {
            source.write(page.getBytes(StandardCharsets.US_ASCII));
        }
        return man.waitFor() == 0;
    }
}
