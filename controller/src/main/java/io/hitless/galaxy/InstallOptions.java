package io.hitless.galaxy;

import java.time.Duration;
import java.util.List;

/**
 * Options of an installation.
 *
 * @param force whether to replace installed versions
 * @param forceDependencies whether to replace installed versions of dependencies
 * @param dependencies whether to install dependencies
 * @param goOn whether to continue after a failed installation
 * @param early whether pre-releases are allowed
 * @param upgrade whether to install the latest version even if the installed one meets the demands
 * @param servers the servers to ask, in this order
 * @param patience the time limit for a request to a server
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

    /** The same options without servers. */
    public InstallOptions offline() {
        return new InstallOptions(force, forceDependencies, dependencies, goOn, early, upgrade, List.of(), patience);
    }
}
