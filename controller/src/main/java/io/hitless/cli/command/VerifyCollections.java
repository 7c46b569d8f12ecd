package io.hitless.cli.command;

import io.hitless.cli.launch.GalaxyPlaces;
import io.hitless.cli.option.CollectionSelection;
import io.hitless.cli.option.ServerOptions;
import io.hitless.cli.output.ExitCode;
import io.hitless.galaxy.CollectionVerifier;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code hitless galaxy collection verify}. */
@Command(
        name = "verify",
        description = "Check the files of installed collections against their lists, and those against the server's.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class VerifyCollections implements Callable<Integer> {
    @Mixin
    private CollectionSelection selection = new CollectionSelection();

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Option(
            names = {"-p", "--collections-path"},
            paramLabel = "DIR",
            description = "where collections are, too")
    private List<String> paths = List.of();

    @Option(names = "--offline", description = "ask no server: check only against the lists that were installed")
    private boolean offline;

    @Option(
            names = {"-i", "--ignore-errors"},
            description = "go on after a collection that can't be checked")
    private boolean goOn;

    @Override
    public Integer call() {
        CollectionVerifier verifier = new CollectionVerifier(
                GalaxyPlaces.ofCollections(paths).all(),
                offline ? List.of() : server.servers(),
                server.timeout(),
                goOn,
                System.out::println);
        return verifier.verify(selection.requirements().collections()) ? ExitCode.OK : ExitCode.ERROR;
    }
}
