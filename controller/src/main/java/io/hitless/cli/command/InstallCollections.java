package io.hitless.cli.command;

import io.hitless.cli.launch.GalaxyPlaces;
import io.hitless.cli.option.GalaxyOptions;
import io.hitless.cli.output.ExitCode;
import io.hitless.galaxy.CollectionInstaller;
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

/** {@code hitless galaxy collection install}. */
@Command(
        name = "install",
        description = "Install collections by name, or those of a requirements file.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class InstallCollections implements Callable<Integer> {
    @Mixin
    private GalaxyOptions options = new GalaxyOptions();

    @Option(
            names = {"-p", "--collections-path"},
            paramLabel = "DIR",
            description = "install them below this directory, in ansible_collections")
    private List<String> paths = List.of();

    @Option(
            names = {"-r", "--requirements-file"},
            paramLabel = "FILE",
            description = "requirements file")
    private @Nullable Path file;

    @Option(names = "--pre", description = "also allow pre-releases")
    private boolean early;

    @Option(
            names = {"-U", "--upgrade"},
            description = "install the latest version, even if an older one is sufficient")
    private boolean upgrade;

    @Option(names = "--offline", description = "ask no server")
    private boolean offline;

    @Option(
            names = {"--clear-response-cache", "--no-cache", "--disable-gpg-verify"},
            description = "no effect: responses of servers are not cached")
    void noEffect(boolean on) {}

    @Option(
            names = {
                "--keyring",
                "--signature",
                "--required-valid-signature-count",
                "--ignore-signature-status-code",
                "--ignore-signature-status-codes"
            },
            paramLabel = "VALUE",
            description = "refused: signatures are not verified, only checksums")
    @SuppressWarnings("DoNotCallSuggester") // picocli calls it
    void signatures(String any) {
        throw new UserError("signatures of collections are not verified, only checksums");
    }

    @Parameters(
            paramLabel = "COLLECTION",
            description = "NAMESPACE.NAME[:VERSIONS], git+URL[#/DIR][,VERSION], or the path or URL of an archive or"
                    + " directory")
    private List<String> names = List.of();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        if ((file == null) == names.isEmpty()) {
            throw new ParameterException(
                    Objects.requireNonNull(spec).commandLine(),
                    "write either collections, or -r and a requirements file");
        }
        Requirements wanted = file == null ? Requirements.ofCollections(names) : Requirements.read(file);
        GalaxyPlaces places = GalaxyPlaces.ofCollections(paths);
        var settings = options.settings(early, upgrade);
        new CollectionInstaller(
                        places.target(), places.all(), offline ? settings.offline() : settings, System.out::println)
                .install(wanted.collections());
        return ExitCode.OK;
    }
}
