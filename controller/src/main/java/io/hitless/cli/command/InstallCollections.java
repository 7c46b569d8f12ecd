package io.hitless.cli.command;

import io.hitless.cli.launch.GalaxyPlaces;
import io.hitless.cli.option.CollectionSelection;
import io.hitless.cli.option.GalaxyOptions;
import io.hitless.cli.output.ExitCode;
import io.hitless.galaxy.CollectionInstaller;
import io.hitless.galaxy.Requirements;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code hitless galaxy collection install}. */
@Command(
        name = "install",
        description = "Install collections by name, or those of a requirements file.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class InstallCollections implements Callable<Integer> {
    @Mixin
    private CollectionSelection selection = new CollectionSelection();

    @Mixin
    private GalaxyOptions options = new GalaxyOptions();

    @Option(
            names = {"-p", "--collections-path"},
            paramLabel = "DIR",
            description = "install them below this directory, in ansible_collections")
    private List<String> paths = List.of();

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

    @Override
    public Integer call() {
        Requirements wanted = selection.requirements();
        if (wanted.collections().isEmpty()) {
            System.out.println(InstallRequirements.NOTHING);
            return ExitCode.OK;
        }
        GalaxyPlaces places = GalaxyPlaces.ofCollections(paths);
        var settings = options.settings(early, upgrade);
        new CollectionInstaller(
                        places.target(), places.all(), offline ? settings.offline() : settings, System.out::println)
                .install(wanted.collections());
        return ExitCode.OK;
    }
}
