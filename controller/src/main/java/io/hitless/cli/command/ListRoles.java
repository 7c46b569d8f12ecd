package io.hitless.cli.command;

import io.hitless.cli.launch.GalaxyPlaces;
import io.hitless.cli.option.ServerOptions;
import io.hitless.cli.output.ExitCode;
import io.hitless.cli.output.ExitError;
import io.hitless.galaxy.InstalledRole;
import io.hitless.report.Warnings;
import io.hitless.source.UserError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hitless galaxy list}. */
@Command(name = "list", description = "List the installed roles.", mixinStandardHelpOptions = true, sortOptions = false)
final class ListRoles implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("UnusedVariable") // picocli reads it
    private ServerOptions server = new ServerOptions();

    @Option(
            names = {"-p", "--roles-path"},
            paramLabel = "DIR",
            description = "those there, too")
    private List<String> paths = List.of();

    @Parameters(arity = "0..1", paramLabel = "ROLE", description = "only this one")
    private @Nullable String name;

    @Override
    public Integer call() {
        List<Path> places = GalaxyPlaces.ofRoles(paths).all();
        for (Path place : places) {
            if (!Files.isDirectory(place)) {
                Warnings.print("no such directory: " + place);
                continue;
            }
            List<InstalledRole> roles = InstalledRole.in(place).stream()
                    .filter(role -> name == null || role.name().equals(name))
                    .toList();
            if (name == null || !roles.isEmpty()) {
                System.out.println("# " + place);
            }
            roles.forEach(role -> System.out.println(
                    "- " + role.name() + ", " + Objects.requireNonNullElse(role.version(), "(unknown version)")));
        }
        if (places.stream().noneMatch(Files::isDirectory)) {
            UserError none = new UserError(null, "there is no directory of roles", "name one with -p");
            throw new ExitError(none, ExitCode.MISUSE, List.of());
        }
        return ExitCode.OK;
    }
}
