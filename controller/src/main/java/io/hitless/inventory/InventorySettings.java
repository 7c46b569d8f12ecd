package io.hitless.inventory;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How sources are read.
 *
 * @param enabled which kinds of sources there are, by the names of Ansible's plugins
 * @param ignoredEndings files of directories that end so are passed over
 * @param ignored names in directories that are passed over
 * @param faults what happens if sources can't be read
 * @param plugins finds what a file of the inventory, or {@code enabled}, names as its plugin
 * @param groupNames what is done with names of groups that could not be variables
 * @param varsSources what else there is beside the sources
 */
public record InventorySettings(
        List<String> enabled,
        List<String> ignoredEndings,
        List<Pattern> ignored,
        Faults faults,
        Function<String, @Nullable InventoryPlugin> plugins,
        InvalidGroupNames groupNames,
        VarsSources varsSources) {
    /** What a source that can't be read means. */
    public enum Faults {
        /** A warning. */
        WARN,
        /** The end, if no source can be read. */
        FAIL_IF_ALL,
        /** The end. */
        FAIL
    }

    private static final String BUILTIN = "ansible.builtin.";

    /** Ansible's defaults, but a fault is an error. */
    public static final InventorySettings STRICT = new InventorySettings(
            List.of("host_list", "script", "auto", "yaml", "ini", "toml"),
            List.of(".pyc", ".pyo", ".swp", ".bak", "~", ".rpm", ".md", ".txt", ".rst", ".orig", ".cfg", ".retry"),
            List.of(),
            Faults.FAIL,
            _ -> null,
            InvalidGroupNames.IGNORE,
            VarsSources.FILES);

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

    /** The plugins that may read any source, beside those that hitless has. */
    List<InventoryPlugin> enabledPlugins() {
        return enabled.stream()
                .filter(name -> !KINDS.contains(name))
                .map(plugins)
                .filter(Objects::nonNull)
                .toList();
    }

    /** What a file of this plugin is read with. */
    @Nullable
    InventoryPlugin plugin(String name) {
        boolean may = isEnabled("auto") || isEnabled(bare(name));
        return may ? plugins.apply(bare(name)) : null;
    }
}
