package io.hitless.cli;

import io.hitless.source.UserError;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** How a command that can't go on says so: an operator's mistake in their words, a bug of ours with its trace. */
final class Failures {
    private Failures() {}

    static int usage(ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("hitless: " + String.valueOf(e.getMessage()).replaceFirst("^Error: ", ""));
        if (e instanceof UnmatchedArgumentException unmatched) {
            List<String> suggestions = unmatched.getSuggestions();
            if (!suggestions.isEmpty()) {
                err.println("hint: did you mean '" + suggestions.getFirst() + "'?");
            }
        }
        err.println("try '" + command.getCommandSpec().qualifiedName() + " --help'");
        err.flush();
        return ExitCode.ERROR;
    }

    static int execution(Exception e, CommandLine command, ParseResult parsed) {
        System.out.flush();
        PrintWriter err = command.getErr();
        try {
            if (e instanceof UserError mistake) {
                err.println(mistake.render());
                return mistake instanceof CutOff ? ExitCode.FAILED_HOSTS : ExitCode.ERROR;
            }
            err.println("hitless: this is a bug of hitless; please report it with what follows (version " + Version.number() + ")");
            e.printStackTrace(err);
            return ExitCode.BUG;
        } finally {
            err.flush();
        }
    }
}
