package io.hitless.cli.command;

import io.hitless.cli.option.CommandRegistry;
import io.hitless.cli.output.ExitCode;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code hitless completion}: prints a shell script that completes commands, options and module names. */
@Command(
        name = "completion",
        description = "Print a completion script for a shell.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "bash   hitless completion bash > ~/.local/share/bash-completion/completions/hitless",
            "zsh    echo 'source <(hitless completion zsh)' >> ~/.zshrc",
            "fish   hitless completion fish > ~/.config/fish/completions/hitless.fish",
            "A file that was kept is made again after an upgrade; 'hitless' has to be found in PATH.",
        })
public final class CompletionCommand implements Callable<Integer> {
    private final CommandRegistry commands;

    /** The supported shells. */
    enum Shell {
        BASH,
        ZSH,
        FISH;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Parameters(paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}")
    private @Nullable Shell shell;

    public CompletionCommand(CommandRegistry commands) {
        this.commands = commands;
    }

    @Override
    public Integer call() {
        System.out.println(
                "# Lets " + shell + " complete hitless' commands and options. Made by: hitless completion " + shell);
        if (shell == Shell.FISH) {
            System.out.print(FishCompletion.of(commands.withLaunched()));
            return ExitCode.OK;
        }
        // Drops picocli's own header. The rest works in both shells: in zsh it loads the support for bash completions.
        AutoComplete.bash("hitless", commands.withLaunched())
                .lines()
                .dropWhile(line -> line.startsWith("#"))
                .forEach(System.out::println);
        return ExitCode.OK;
    }
}
