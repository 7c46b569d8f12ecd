package io.hitless.cli.option;

import io.hitless.config.Configuration;
import io.hitless.config.SettingTable;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;

/**
 * The default values of options, from ansible.cfg or the environment. An option names its setting as
 * {@code descriptionKey}. A flag also needs {@code fallbackValue = "true"}, or picocli would turn it off if the setting
 * is on.
 */
public final class ConfiguredDefaults implements IDefaultValueProvider {
    private ConfiguredDefaults() {}

    /** Uses these defaults for a command. */
    public static CommandLine in(CommandLine command) {
        return command.setDefaultValueProvider(new ConfiguredDefaults());
    }

    @Override
    public @Nullable String defaultValue(ArgSpec option) {
        String name = option.descriptionKey();
        Configuration config = Configuration.current();
        if (name == null || !SettingTable.has(name) || !config.isSet(name)) {
            return null;
        }
        Class<?> type = option.type();
        if (type == Path.class) {
            Path path = config.path(name);
            return path == null ? null : path.toString();
        }
        if (type == boolean.class || type == Boolean.class) {
            return String.valueOf(config.flag(name));
        }
        if (type == int.class) {
            Long number = config.number(name);
            return number == null || number == 0 ? null : number.toString(); // 0 means: use the default of hitless
        }
        return config.text(name);
    }
}
