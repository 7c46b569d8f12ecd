package io.hitless.cli.command;

import io.hitless.cli.launch.GalaxyPlaces;
import io.hitless.cli.option.GalaxyOptions;
import io.hitless.cli.option.RoleSelection;
import io.hitless.cli.output.ExitCode;
import io.hitless.galaxy.CollectionInstaller;
import io.hitless.galaxy.InstallOptions;
import io.hitless.galaxy.Requirements;
import io.hitless.report.Warnings;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code hitless galaxy install}: installs everything in a requirements file, or the named roles. */
@Command(
        name = "install",
        description = "Install the roles and collections of a requirements file, or roles by name.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class InstallRequirements implements Callable<Integer> {
    /** Said of requirements that name nothing, which is no error. */
    static final String NOTHING = "nothing is required, so nothing is installed";

    @Mixin
    private GalaxyOptions options = new GalaxyOptions();

    @Mixin
    private RoleSelection roles = new RoleSelection();

    @Override
    public Integer call() {
        Requirements wanted = roles.wanted();
        if (wanted.isEmpty()) {
            System.out.println(NOTHING);
            return ExitCode.OK;
        }
        InstallOptions settings = options.settings(false, false);
        if (!wanted.collections().isEmpty() && !roles.paths.isEmpty()) {
            Warnings.print("the collections of the file are not installed, because -p is a directory for roles; "
                    + "'hitless galaxy collection install -r' installs them");
        }
        boolean done = wanted.roles().isEmpty() || InstallRoles.install(wanted, roles.paths, settings);
        if (done && !wanted.collections().isEmpty() && roles.paths.isEmpty()) {
            GalaxyPlaces places = GalaxyPlaces.ofCollections(List.of());
            new CollectionInstaller(places.target(), places.all(), settings, System.out::println)
                    .install(wanted.collections());
        }
        return done ? ExitCode.OK : ExitCode.ERROR;
    }
}
