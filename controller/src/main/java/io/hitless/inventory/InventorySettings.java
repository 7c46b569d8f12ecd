package io.hitless.inventory;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The settings for reading inventory sources.
 *
 * @param enabled the enabled kinds of sources, by the names of Ansible's plugins
 * @param ignoredEndings files in directories whose names end with these are skipped
 * @param ignored files and directories with these names are skipped
 * @param faults what happens if sources cannot be read
 * @param plugins finds the plugins that an inventory file or {@code enabled} names
 * @param groupNames what happens with group names that are not valid variable names
 * @param varsSources the sources of variables beside inventory and playbook
 * @param mergesHashes whether a mapping that a later source gives is merged into the one of an earlier source
 */
public record InventorySettings(
        List<String> enabled,
        List<String> ignoredEndings,
        List<Pattern> ignored,
        Faults faults,
        Function<String, @Nullable InventoryPlugin> plugins,
        InvalidGroupNames groupNames,
        VarsSources varsSources,
        boolean mergesHashes) {
    /** What happens if a source cannot be read. */
    public enum Faults {
        /** There is a warning. */
        WARN,
        /** The command fails if no source can be read. */
        FAIL_IF_ALL,
        /** The command fails. */
        FAIL
    }

    private static final String BUILTIN = "ansible.builtin.";

    /** Ansible's defaults, except that an unreadable source is an error. */
    public static final InventorySettings STRICT = new InventorySettings(
            List.of("host_list", "script", "auto", "yaml", "ini", "toml"),
            List.of(".pyc", ".pyo", ".swp", ".bak", "~", ".rpm", ".md", ".txt", ".rst", ".orig", ".cfg", ".retry"),
            List.of(),
            Faults.FAIL,
            _ -> null,
            InvalidGroupNames.IGNORE,
            VarsSources.FILES,
            false);

    private static final Set<String> KINDS =
            Set.of("host_list", "advanced_host_list", "script", "auto", "yaml", "ini", "toml");

    public InventorySettings {
        enabled = enabled.stream().map(InventorySettings::bare).toList();
        ignoredEndings = List.copyOf(ignoredEndings);
        ignored = List.copyOf(ignored);
    }

    private static String bare(String name) {
        return name.startsWith(BUILTIN) ? name.substring(BUILTIN.length()) : name;
    }

    boolean isEnabled(String kind) {
        return enabled.contains(kind);
    }

    boolean ignores(String name) {
        return ignoredEndings.stream().anyMatch(name::endsWith)
                || ignored.stream().anyMatch(pattern -> pattern.matcher(name).find());
    }

    /** Returns the enabled plugins that may read any source, except those built into hitless. */
    List<InventoryPlugin> enabledPlugins() {
        return enabled.stream()
                .filter(name -> !KINDS.contains(name))
                .map(plugins)
                .filter(Objects::nonNull)
                .toList();
    }

    /** Returns the plugin for a file that names it, or null if it does not exist or is not enabled. */
    @Nullable
    InventoryPlugin plugin(String name) {
        boolean may = isEnabled("auto") || isEnabled(bare(name));
        return may ? plugins.apply(bare(name)) : null;
    }
}
