package io.hitless.cli.option;

import io.hitless.galaxy.Requirements;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The roles to install, and where to: options of the commands that install roles. */
public final class RoleSelection {
    @Option(
            names = {"-p", "--roles-path"},
            paramLabel = "DIR",
            description = "install roles there, and no collections")
    public List<String> paths = List.of();

    @Option(
            names = {"-r", "--role-file", "--requirements-file"},
            paramLabel = "FILE",
            description = "requirements file")
    private @Nullable Path file;

    @Option(
            names = {"-g", "--keep-scm-meta"},
            description = "accepted, no effect: files of git itself are not installed")
    void keepMetadata(boolean on) {}

    @Parameters(
            paramLabel = "ROLE",
            description = "SOURCE[,VERSION[,NAME]]: git+URL, an archive, a directory, OWNER.ROLE")
    private List<String> names = List.of();

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    /**
     * The roles that the arguments name, or those of the requirements file.
     *
     * @throws ParameterException if both are given, or neither
     */
    public Requirements wanted() {
        if ((file == null) == names.isEmpty()) {
            throw new ParameterException(
                    Objects.requireNonNull(command).commandLine(),
                    "name either roles, or a file of requirements with -r");
        }
        return file == null ? Requirements.ofRoles(names) : Requirements.read(file);
    }
}
