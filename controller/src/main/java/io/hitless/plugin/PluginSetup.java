package io.hitless.plugin;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/**
 * The environment of inventory and vars plugins.
 *
 * @param directories the directories of playbooks
 * @param extraVars the values of {@code -e}, as given
 * @param secrets vault passwords, read only when a plugin needs them
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
