package io.hitless.cli;

import io.hitless.cli.option.Version;
import io.hitless.cli.output.ExitCode;
import io.hitless.cli.output.ExitError;
import io.hitless.config.SettingError;
import io.hitless.source.Suggestion;
import io.hitless.source.UserError;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Reports errors that end a command: a {@link UserError} as a message, a bug with its stack trace. */
final class ErrorHandlers {
    /** The prefix of commands that take Ansible's command lines. */
    static final String ANSIBLE = "ansible";

    private ErrorHandlers() {}

    static int usage(ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        PrintWriter err = command.getErr();
        if (e.getCause() instanceof UserError setting) { // the default value of an option, from ansible.cfg
            return report(setting, command, isOfAnsible(args));
        }
        err.println("hitless: " + String.valueOf(e.getMessage()).replaceFirst("^Error: ", ""));
        if (e instanceof UnmatchedArgumentException unmatched) {
            Optional<String> whole = command.getParent() == null
                    ? suggestedCommand(
                            unmatched.getUnmatched(), command.getSubcommands().keySet())
                    : Optional.empty();
            whole.or(() -> unmatched.getSuggestions().stream().findFirst())
                    .ifPresent(hint -> err.println("hint: did you mean '" + hint + "'?"));
        }
        err.println("try '" + command.getCommandSpec().qualifiedName() + " --help'");
        err.flush();
        return isOfAnsible(args) ? ExitCode.USAGE_OF_ANSIBLE : ExitCode.ERROR;
    }

    /** Whether the command has one of Ansible's names. */
    static boolean isOfAnsible(String[] args) {
        return args.length > 0 && args[0].startsWith(ANSIBLE);
    }

    /**
     * Suggests the hitless command for a command line that names no command, such as the arguments of {@code ansible}.
     */
    private static Optional<String> suggestedCommand(List<String> words, Set<String> commands) {
        if (Suggestion.didYouMean(words.getFirst(), commands) != null) { // the command itself is mistyped
            return Optional.empty();
        }
        if (words.stream().anyMatch(word -> word.matches("-m|-a|--module-name|--args"))) {
            return Optional.of("hitless exec " + String.join(" ", words));
        }
        return words.stream().anyMatch(word -> word.matches("(?i).*\\.ya?ml"))
                ? Optional.of("hitless rollout " + String.join(" ", words))
                : Optional.empty();
    }

    static int execution(Exception e, CommandLine command, ParseResult parsed) {
        return report(e, command, command.getCommandName().startsWith(ANSIBLE));
    }

    /** Reports an error, and returns the exit code; {@code ofAnsible}: as a command of that name. */
    static int report(Exception e, CommandLine command, boolean ofAnsible) {
        System.out.flush();
        PrintWriter err = command.getErr();
        try {
            if (e instanceof UserError mistake) {
                err.println(mistake.render());
                return switch (mistake) {
                    case ExitError own -> own.exitCode();
                    case SettingError _ when ofAnsible -> ExitCode.MISUSE;
                    default -> ExitCode.ERROR;
                };
            }
            err.println("hitless: this is a bug in hitless; please report it with what follows (version "
                    + Version.number() + ")");
            e.printStackTrace(err);
            return ExitCode.BUG;
        } finally {
            err.flush();
        }
    }
}
