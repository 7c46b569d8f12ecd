package io.hitless.cli.command;

import io.hitless.cli.launch.GalaxyPlaces;
import io.hitless.cli.option.ServerOptions;
import io.hitless.cli.output.ExitCode;
import io.hitless.galaxy.CollectionVerifier;
import io.hitless.galaxy.Requirements;
import io.hitless.source.UserError;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code hitless galaxy collection verify}. */
@Command(
        name = "verify",
        description = "Check the files of installed collections against their lists, and those against the server's.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class VerifyCollections implements Callable<Integer> {
    @Mixin
    private ServerOptions server = new ServerOptions();

    @Option(
            names = {"-p", "--collections-path"},
            paramLabel = "DIR",
            description = "where collections are, too")
    private List<String> paths = List.of();

    @Option(
            names = {"-r", "--requirements-file"},
            paramLabel = "FILE",
            description = "the collections of this file")
    private @Nullable Path file;

    @Option(names = "--offline", description = "ask no server: check only against the lists that were installed")
    private boolean offline;

    @Option(
            names = {"-i", "--ignore-errors"},
            description = "go on after a collection that can't be checked")
    private boolean goOn;

    @Option(
            names = {
                "--keyring",
                "--signature",
                "--required-valid-signature-count",
                "--ignore-signature-status-code",
                "--ignore-signature-status-codes"
            },
            paramLabel = "VALUE",
            description = "refused: signatures are not verified here, checksums are")
    @SuppressWarnings("DoNotCallSuggester") // picocli calls it
    void signatures(String any) {
        throw new UserError("signatures of collections are not verified here; their checksums always are");
    }

    @Parameters(paramLabel = "COLLECTION", description = "NAMESPACE.NAME[:VERSION]")
    private List<String> names = List.of();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        if ((file == null) == names.isEmpty()) {
            throw new ParameterException(
                    Objects.requireNonNull(spec).commandLine(),
                    "name either collections, or a file of requirements with -r");
        }
        Requirements wanted = file == null ? Requirements.ofCollections(names) : Requirements.read(file);
        CollectionVerifier verifier = new CollectionVerifier(
                GalaxyPlaces.ofCollections(paths).all(),
                offline ? List.of() : server.servers(),
                server.timeout(),
                goOn,
                System.out::println);
        return verifier.verify(wanted.collections()) ? ExitCode.OK : ExitCode.ERROR;
    }
}
