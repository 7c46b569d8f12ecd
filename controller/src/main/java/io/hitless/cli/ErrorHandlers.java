package io.hitless.cli;

import io.hitless.cli.option.Version;
import io.hitless.cli.output.ExitCode;
import io.hitless.cli.output.ExitError;
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

/** How a command that can't go on says so: an operator's mistake in their words, a bug of ours with its trace. */
final class ErrorHandlers {
    private ErrorHandlers() {}

    static int usage(ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("hitless: " + String.valueOf(e.getMessage()).replaceFirst("^Error: ", ""));
        if (e instanceof UnmatchedArgumentException unmatched) {
            Optional<String> whole = command.getParent() == null
                    ? elsewhere(
                            unmatched.getUnmatched(), command.getSubcommands().keySet())
                    : Optional.empty();
            whole.or(() -> unmatched.getSuggestions().stream().findFirst())
                    .ifPresent(hint -> err.println("hint: did you mean '" + hint + "'?"));
        }
        err.println("try '" + command.getCommandSpec().qualifiedName() + " --help'");
        err.flush();
        return ExitCode.ERROR;
    }

    /** What was typed without its command, as Ansible's own programs take it. */
    private static Optional<String> elsewhere(List<String> words, Set<String> commands) {
        if (Suggestion.didYouMean(words.getFirst(), commands) != null) { // a slip in the command itself
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
        System.out.flush();
        PrintWriter err = command.getErr();
        try {
            if (e instanceof UserError mistake) {
                err.println(mistake.render());
                return mistake instanceof ExitError own ? own.exitCode() : ExitCode.ERROR;
            }
            err.println("hitless: this is a bug of hitless; please report it with what follows (version "
                    + Version.number() + ")");
            e.printStackTrace(err);
            return ExitCode.BUG;
        } finally {
            err.flush();
        }
    }
}
