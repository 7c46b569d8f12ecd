package io.hitless.cli.command;

import io.hitless.cli.launch.GalaxyPlaces;
import io.hitless.cli.option.GalaxyOptions;
import io.hitless.cli.option.RoleSelection;
import io.hitless.cli.output.ExitCode;
import io.hitless.galaxy.InstallOptions;
import io.hitless.galaxy.Requirements;
import io.hitless.galaxy.RoleInstaller;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code hitless galaxy role install}. */
@Command(
        name = "install",
        description = "Install roles by name, or those of a requirements file.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class InstallRoles implements Callable<Integer> {
    @Mixin
    private GalaxyOptions options = new GalaxyOptions();

    @Mixin
    private RoleSelection roles = new RoleSelection();

    @Override
    public Integer call() {
        Requirements wanted = roles.wanted().onlyRoles();
        if (wanted.isEmpty()) {
            System.out.println(InstallRequirements.NOTHING);
            return ExitCode.OK;
        }
        boolean done = install(wanted, roles.paths, options.settings(false, false));
        return done ? ExitCode.OK : ExitCode.ERROR;
    }

    static boolean install(Requirements wanted, List<String> paths, InstallOptions settings) {
        GalaxyPlaces places = GalaxyPlaces.ofRoles(paths);
        return new RoleInstaller(places.target(), places.all(), settings, System.out::println).install(wanted.roles());
    }
}
