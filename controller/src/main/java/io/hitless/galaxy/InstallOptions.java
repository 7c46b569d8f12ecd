package io.hitless.galaxy;

import java.time.Duration;
import java.util.List;

/**
 * Options of an installation.
 *
 * @param force whether to replace what is installed
 * @param forceDependencies the same for dependencies
 * @param dependencies whether to install dependencies
 * @param goOn whether to continue after something that can't be installed
 * @param early whether pre-releases are allowed
 * @param upgrade whether to install the latest version even if the installed one meets the demands
 * @param servers to ask, in this order
 * @param patience time limit for a server
 */
public record InstallOptions(
        boolean force,
        boolean forceDependencies,
        boolean dependencies,
        boolean goOn,
        boolean early,
        boolean upgrade,
        List<ServerAddress> servers,
        Duration patience) {
    public InstallOptions {
        servers = List.copyOf(servers);
    }

    /** The same without servers. */
    public InstallOptions offline() {
        return new InstallOptions(force, forceDependencies, dependencies, goOn, early, upgrade, List.of(), patience);
    }
}
