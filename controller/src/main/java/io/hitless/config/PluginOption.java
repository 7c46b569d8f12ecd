package io.hitless.config;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An option of one of Ansible's plugins. All are in {@code plugin_options.txt}: {@code NAME | TYPE[CHOICES] | DEFAULT |
 * KEYS | VARIABLES OF THE ENVIRONMENT | VARIABLES}, below a line {@code == KIND PLUGIN}.
 *
 * @param variables of plays and hosts that set it; the last one that is set counts
 */
public record PluginOption(Setting setting, List<String> variables) {
    private static final Map<String, Map<String, PluginOption>> ALL = read();

    public PluginOption {
        variables = List.copyOf(variables);
    }

    private static Map<String, Map<String, PluginOption>> read() {
        Map<String, Map<String, PluginOption>> all = new LinkedHashMap<>();
        SettingTable.read("plugin_options.txt", (plugin, cells) -> {
            Setting setting = SettingTable.setting("ignored: " + plugin, cells);
            all.computeIfAbsent(plugin, _ -> new LinkedHashMap<>())
                    .put(setting.name(), new PluginOption(setting, SettingTable.words(cells.get(5))));
        });
        return all;
    }

    /** Returns the option of a plugin, such as {@code connection} and {@code ssh}; null if there is none. */
    public static @Nullable PluginOption of(String kind, String plugin, String option) {
        return ALL.getOrDefault(kind + " " + plugin, Map.of()).get(option);
    }

    /**
     * Returns the value that one of the variables gives it.
     *
     * @throws SettingError if the value is not of the option's type
     */
    public SettingValue from(String variable, String text) {
        return new SettingValue(setting, text, new Origin.Variable(variable), Path.of(""), Map.of());
    }
}
