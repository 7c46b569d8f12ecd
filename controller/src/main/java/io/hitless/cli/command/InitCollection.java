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

/** {@code hitless galaxy collection init}. */
@Command(
        name = "init",
        description = "Make the files of a new collection.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class InitCollection implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("UnusedVariable") // picocli reads it
    private ServerOptions server = new ServerOptions();

    @Option(names = "--init-path", paramLabel = "DIR", description = "make it there (default: here)")
    private Path directory = Path.of("");

    @Option(
            names = {"-f", "--force"},
            description = "replace files that are there")
    private boolean force;

    @Option(
            names = {"--collection-skeleton", "-e", "--extra-vars"},
            paramLabel = "VALUE",
            description = "refused: there is one form of new collections")
    @SuppressWarnings("DoNotCallSuggester") // picocli calls it
    void otherForms(String any) {
        throw new UserError(null, "there is one form of new collections here", "copy your own skeleton");
    }

    @Parameters(paramLabel = "NAMESPACE.NAME", description = "its name")
    private String name = "";

    @Override
    public Integer call() {
        if (!name.matches("[a-z][a-z0-9_]*\\.[a-z][a-z0-9_]*")) {
            throw new UserError(
                    null,
                    "'" + name + "' is no name of a collection",
                    "NAMESPACE.NAME, each of small letters, digits and underscores");
        }
        int dot = name.indexOf('.');
        String namespace = name.substring(0, dot);
        String own = name.substring(dot + 1);
        Skeleton.ofCollection(namespace, own).write(directory.resolve(namespace).resolve(own), force);
        System.out.println("made collection " + name);
        return ExitCode.OK;
    }
}
