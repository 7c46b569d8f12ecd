package io.hitless.cli.command;

import io.hitless.cli.launch.GalaxyPlaces;
import io.hitless.cli.option.ServerOptions;
import io.hitless.cli.output.ExitCode;
import io.hitless.galaxy.InstalledRole;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hitless galaxy role info}. */
@Command(
        name = "info",
        description = "Show what installed roles say of themselves.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class RoleInfo implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("UnusedVariable") // picocli reads it
    private ServerOptions server = new ServerOptions();

    @Option(
            names = {"-p", "--roles-path"},
            paramLabel = "DIR",
            description = "where they are, too")
    private List<String> paths = List.of();

    @Option(names = "--offline", description = "accepted, no effect: no server is asked")
    void offline(boolean on) {}

    @Parameters(arity = "1..*", paramLabel = "ROLE", description = "their names")
    private List<String> names = List.of();

    @Override
    public Integer call() {
        List<Path> places = GalaxyPlaces.ofRoles(paths).all();
        for (String name : names) {
            System.out.println("\nRole: " + name);
            InstalledRole.named(name, places)
                    .ifPresentOrElse(RoleInfo::print, () -> System.out.println("    it is not installed"));
        }
        return ExitCode.OK;
    }

    private static void print(InstalledRole role) {
        System.out.println("    directory: " + role.directory());
        if (role.version() != null) {
            System.out.println("    version: " + role.version());
        }
        role.about().forEach((key, value) -> System.out.println("    " + key + ": " + value));
    }
}
