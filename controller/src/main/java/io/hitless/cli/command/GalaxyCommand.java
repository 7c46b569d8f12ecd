package io.hitless.cli.command;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code hitless galaxy}: installs and lists roles and collections. */
@Command(
        name = "galaxy",
        description =
                "Install roles and collections from git, archives, directories and Galaxy servers, as ansible-galaxy"
                        + " does.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            InstallRequirements.class,
            ListRoles.class,
            RemoveRoles.class,
            RoleInfo.class,
            InitRole.class,
            GalaxyCommand.Roles.class,
            GalaxyCommand.Collections.class
        })
public final class GalaxyCommand implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public void run() {
        throw which(spec, "install, list, remove, info, init, role or collection");
    }

    private static ParameterException which(@Nullable CommandSpec spec, String words) {
        return new ParameterException(
                Objects.requireNonNull(spec).commandLine(),
                "which of " + words + "? hitless does not have the commands of ansible-galaxy that publish content");
    }

    /** {@code hitless galaxy role}. */
    @Command(
            name = "role",
            description = "Install, list, remove and make roles.",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            synopsisSubcommandLabel = "COMMAND",
            subcommands = {
                InstallRoles.class,
                ListRoles.class,
                RemoveRoles.class,
                RoleInfo.class,
                InitRole.class,
                RefusedGalaxyCommands.Search.class,
                RefusedGalaxyCommands.Import.class,
                RefusedGalaxyCommands.Setup.class,
                RefusedGalaxyCommands.Delete.class
            })
    static final class Roles implements Runnable {
        @Spec
        private @Nullable CommandSpec spec;

        @Override
        public void run() {
            throw which(spec, "install, list, remove, info or init");
        }
    }

    /** {@code hitless galaxy collection}. */
    @Command(
            name = "collection",
            description = "Install, list, check and make collections.",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            synopsisSubcommandLabel = "COMMAND",
            subcommands = {
                InstallCollections.class,
                ListCollections.class,
                VerifyCollections.class,
                InitCollection.class,
                RefusedGalaxyCommands.Build.class,
                RefusedGalaxyCommands.Download.class,
                RefusedGalaxyCommands.Publish.class
            })
    static final class Collections implements Runnable {
        @Spec
        private @Nullable CommandSpec spec;

        @Override
        public void run() {
            throw which(spec, "install, list, verify or init");
        }
    }
}
