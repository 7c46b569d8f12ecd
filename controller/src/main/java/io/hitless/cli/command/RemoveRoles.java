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

/** {@code hitless galaxy remove}. */
@Command(name = "remove", description = "Remove installed roles.", mixinStandardHelpOptions = true, sortOptions = false)
final class RemoveRoles implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("UnusedVariable") // picocli reads it
    private ServerOptions server = new ServerOptions();

    @Option(
            names = {"-p", "--roles-path"},
            paramLabel = "DIR",
            description = "where they are")
    private List<String> paths = List.of();

    @Parameters(arity = "1..*", paramLabel = "ROLE")
    private List<String> names = List.of();

    @Override
    public Integer call() {
        List<Path> places = GalaxyPlaces.ofRoles(paths).all();
        for (String name : names) {
            InstalledRole.named(name, places)
                    .ifPresentOrElse(
                            role -> {
                                role.remove();
                                System.out.println("removed role " + role.name());
                            },
                            () -> System.out.println("role " + name + " is not installed"));
        }
        return ExitCode.OK;
    }
}
