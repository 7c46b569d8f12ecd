package io.hitless.cli.command;

import io.hitless.source.UserError;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/**
 * Commands of {@code ansible-galaxy} that hitless does not have. Each is an error that says so, whatever its arguments.
 */
abstract class RefusedGalaxyCommands implements Callable<Integer> {
    private final String purpose;
    private final String instead;

    @Unmatched
    @SuppressWarnings("UnusedVariable") // picocli fills it
    private List<String> rest = new ArrayList<>();

    private RefusedGalaxyCommands(String purpose, String instead) {
        this.purpose = purpose;
        this.instead = instead;
    }

    @Override
    public Integer call() {
        throw new UserError(null, "hitless does not " + purpose, instead);
    }

    /** {@code collection build}. */
    @Command(name = "build", description = "refused: makes an archive of a collection", hidden = true)
    static final class Build extends RefusedGalaxyCommands {
        Build() {
            super("make archives of collections", "install from the directory itself: 'collection install DIR'");
        }
    }

    /** {@code collection publish}. */
    @Command(name = "publish", description = "refused: publishes an archive of a collection", hidden = true)
    static final class Publish extends RefusedGalaxyCommands {
        Publish() {
            super("publish collections", "use ansible-galaxy");
        }
    }

    /** {@code role search}. */
    @Command(name = "search", description = "refused: searches for roles on a server", hidden = true)
    static final class Search extends RefusedGalaxyCommands {
        Search() {
            super("search for roles", "search on https://galaxy.ansible.com/ui/standalone/roles/");
        }
    }

    /** {@code role import}. */
    @Command(name = "import", description = "refused: publishes a role", hidden = true)
    static final class Import extends RefusedGalaxyCommands {
        Import() {
            super("publish roles", "use ansible-galaxy");
        }
    }

    /** {@code role setup}. */
    @Command(name = "setup", description = "refused: connects a server with a source of roles", hidden = true)
    static final class Setup extends RefusedGalaxyCommands {
        Setup() {
            super("publish roles", "use ansible-galaxy");
        }
    }

    /** {@code role delete}. */
    @Command(name = "delete", description = "refused: removes a role from a server", hidden = true)
    static final class Delete extends RefusedGalaxyCommands {
        Delete() {
            super("remove roles from a server", "'role remove' removes what is installed here");
        }
    }

    /** {@code collection download}. */
    @Command(name = "download", description = "refused: downloads archives of collections", hidden = true)
    static final class Download extends RefusedGalaxyCommands {
        Download() {
            super(
                    "download archives of collections",
                    "'collection install -p DIR' puts what they hold into a directory");
        }
    }
}
