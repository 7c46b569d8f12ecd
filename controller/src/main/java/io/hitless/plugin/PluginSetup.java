package io.hitless.plugin;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/**
 * What inventory and vars plugins find.
 *
 * @param directories of playbooks
 * @param extraVars as the command line has them
 * @param secrets asked for when a plugin needs them
 */
public record PluginSetup(List<Path> directories, List<String> extraVars, List<Secret> secrets) {
    /** A vault password with its label. */
    public record Secret(String label, Supplier<String> password) {}

    public PluginSetup {
        directories = List.copyOf(directories);
        extraVars = List.copyOf(extraVars);
        secrets = List.copyOf(secrets);
    }
}
