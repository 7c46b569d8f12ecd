package io.hitless.cli.option;

import io.hitless.galaxy.InstallOptions;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How roles and collections are installed, and from which servers. */
public final class GalaxyOptions {
    @Mixin
    public ServerOptions server = new ServerOptions();

    @Option(
            names = {"-f", "--force"},
            description = "replace what is installed")
    private boolean force;

    @Option(names = "--force-with-deps", description = "also replace dependencies")
    private boolean forceDependencies;

    @Option(
            names = {"-n", "--no-deps"},
            description = "do not install dependencies")
    private boolean noDependencies;

    @Option(
            names = {"-i", "--ignore-errors"},
            description = "continue after a role that can't be installed")
    private boolean goOn;

    /**
     * The settings for installing, as given on the command line.
     *
     * @param early whether pre-releases are accepted
     * @param upgrade whether to install the latest version even if another one is installed
     */
    public InstallOptions settings(boolean early, boolean upgrade) {
        return new InstallOptions(
                force || forceDependencies,
                forceDependencies,
                !noDependencies,
                goOn,
                early,
                upgrade,
                server.servers(),
                server.timeout());
    }
}
