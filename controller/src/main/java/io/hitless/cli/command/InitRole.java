package io.hitless.cli.command;

import io.hitless.cli.option.ServerOptions;
import io.hitless.cli.output.ExitCode;
import io.hitless.galaxy.Skeleton;
import io.hitless.source.UserError;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hitless galaxy role init}. */
@Command(
        name = "init",
        description = "Make the files of a new role.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class InitRole implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("UnusedVariable") // picocli reads it
    private ServerOptions server = new ServerOptions();

    @Option(names = "--init-path", paramLabel = "DIR", description = "make it there (default: here)")
    private Path directory = Path.of("");

    @Option(
            names = {"-f", "--force"},
            description = "replace files that are there")
    private boolean force;

    @Option(names = "--offline", description = "accepted, no effect: no server is asked")
    void offline(boolean on) {}

    @Option(
            names = {"--role-skeleton", "--type", "-e", "--extra-vars"},
            paramLabel = "VALUE",
            description = "refused: there is one form of new roles")
    @SuppressWarnings("DoNotCallSuggester") // picocli calls it
    void otherForms(String any) {
        throw new UserError(null, "there is one form of new roles here", "copy your own skeleton");
    }

    @Parameters(paramLabel = "ROLE", description = "its name")
    private String name = "";

    @Override
    public Integer call() {
        if (!name.matches("[\\w.-]+")) {
            throw new UserError("'" + name + "' is no name of a role");
        }
        Skeleton.ofRole(name).write(directory.resolve(name), force);
        System.out.println("made role " + name);
        return ExitCode.OK;
    }
}
