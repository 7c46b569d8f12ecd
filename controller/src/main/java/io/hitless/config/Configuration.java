package io.hitless.config;

import io.hitless.source.UserError;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The settings in {@code ansible.cfg} and in the environment. A variable of the environment overrides the file. The
 * command line, which is not known here, overrides both.
 */
public final class Configuration {
    private static final ScopedValue<Configuration> CURRENT = ScopedValue.newInstance();

    /** Nothing is set. */
    public static final Configuration NONE = of(Map.of());

    /** The group of settings that only affect what is shown. */
    private static final String OUTPUT = "Output";

    private final @Nullable ConfigFile file;
    private final Map<String, String> environment;
    private final Path directory;
    private final Map<String, SettingValue> values = new LinkedHashMap<>();

    private Configuration(@Nullable ConfigFile file, Map<String, String> environment, Path directory) {
        this.file = file;
        this.environment = Map.copyOf(environment);
        this.directory = directory;
        SettingTable.all().forEach(setting -> values.put(setting.name(), value(setting, environment, directory)));
    }

    /**
     * Reads the settings for a command that is started in a directory.
     *
     * @param warnings is called with a warning for a file that is ignored
     * @throws UserError if the file can't be read
     */
    public static Configuration read(Path directory, Map<String, String> environment, Consumer<String> warnings) {
        Path found = ConfigSearch.find(directory, environment, warnings);
        return new Configuration(found == null ? null : ConfigFile.read(found), environment, directory);
    }

    /** Settings from the environment only. */
    public static Configuration of(Map<String, String> environment) {
        return new Configuration(null, environment, Path.of(""));
    }

    /** The settings of the command that is being run; defaults if there is none. */
    public static Configuration current() {
        return CURRENT.orElse(NONE);
    }

    /** Runs a command with these settings. */
    public int during(ScopedValue.CallableOp<Integer, RuntimeException> command) {
        return ScopedValue.where(CURRENT, this).call(command);
    }

    private SettingValue value(Setting setting, Map<String, String> environment, Path directory) {
        SettingValue unset =
                new SettingValue(setting, setting.fallback(), new Origin.Default(), directory, environment);
        for (String variable : setting.variables().reversed()) {
            String text = environment.get(variable);
            if (text != null) {
                return new SettingValue(setting, text, new Origin.Environment(variable), directory, environment);
            }
        }
        return file == null ? unset : fromFile(file, setting, environment, unset);
    }

    private static SettingValue fromFile(
            ConfigFile file, Setting setting, Map<String, String> environment, SettingValue unset) {
        for (Setting.Key key : setting.keys().reversed()) {
            ConfigFile.Entry entry = file.entry(key);
            Path parent = file.path().toAbsolutePath().getParent();
            if (entry != null && parent != null) {
                return new SettingValue(
                        setting, unquoted(entry.value()), new Origin.File(entry.at()), parent, environment);
            }
        }
        return unset;
    }

    private static String unquoted(String text) {
        boolean quoted = text.length() > 1
                && (text.charAt(0) == '"' || text.charAt(0) == '\'')
                && text.charAt(0) == text.charAt(text.length() - 1)
                && text.charAt(text.length() - 2) != '\\';
        return quoted ? text.substring(1, text.length() - 1) : text;
    }

    /**
     * Checks the values of all settings of Ansible, also of those that have no effect here, as its commands do.
     *
     * @throws SettingError for the first value that is not one of its setting's type
     */
    public void check() {
        values.values().stream()
                .filter(value -> !value.setting().isPluginOption() && !value.isDefault())
                .forEach(SettingValue::value);
    }

    /** The file that was read, or null. */
    public @Nullable Path file() {
        return file == null ? null : file.path();
    }

    /** All settings with their values. */
    public List<SettingValue> values() {
        return List.copyOf(values.values());
    }

    /**
     * Returns a setting of Ansible by its name, with Ansible's default if it is not set; null if there is no such
     * setting. Options of plugins have other names.
     */
    public @Nullable SettingValue ofAnsible(String name) {
        SettingValue value = values.get(name);
        return value == null || value.setting().isPluginOption() ? null : value.asAnsible();
    }

    /** Returns what the file and the environment set for an option of one of Ansible's plugins, or its default. */
    public SettingValue ofPlugin(PluginOption option) {
        return value(option.setting(), environment, directory);
    }

    private SettingValue honoured(String name) {
        return Objects.requireNonNull(values.get(SettingTable.honoured(name).name()));
    }

    /** Whether it was set explicitly. */
    public boolean isSet(String name) {
        return !honoured(name).isDefault();
    }

    public boolean flag(String name) {
        return honoured(name).flag();
    }

    /** @return null if it is not set, and has no default */
    public @Nullable Long number(String name) {
        return honoured(name).number();
    }

    /** @return empty if it is not set, and has no default */
    public String text(String name) {
        return honoured(name).text();
    }

    public List<String> words(String name) {
        return honoured(name).words();
    }

    public List<Path> paths(String name) {
        return honoured(name).paths();
    }

    /** The only path of a setting, or null if it is not set. */
    public @Nullable Path path(String name) {
        List<Path> paths = honoured(name).paths();
        return paths.isEmpty() ? null : paths.getFirst();
    }

    /** The values in a section whose name the user chooses, such as that of a Galaxy server. */
    public Map<String, String> section(String name) {
        Map<String, String> out = new LinkedHashMap<>();
        if (file != null) {
            file.entries().getOrDefault(name, Map.of()).forEach((key, entry) -> out.put(key, unquoted(entry.value())));
        }
        return out;
    }

    /** Settings from the environment that affect what a run does, not only what it shows. */
    public List<String> environment() {
        return values.values().stream()
                .filter(value -> value.origin() instanceof Origin.Environment
                        && value.setting().honoured()
                        && !value.setting().group().equals(OUTPUT))
                .map(value -> value.setting().name() + " = " + value.written())
                .toList();
    }

    /** Settings that were set and have no effect, by the name under which they were set. */
    public List<String> ignored() {
        Stream<String> settings = values.values().stream()
                .filter(value -> !value.isDefault() && !value.setting().honoured())
                .map(value -> value.origin() instanceof Origin.Environment(var variable)
                        ? variable
                        : value.setting().keys().getLast().name());
        return Stream.concat(settings, unknown().stream()).toList();
    }

    /** Variables of the environment that have a name like Ansible's settings, and belong to none. */
    public List<String> unknownVariables() {
        Set<String> known = SettingTable.all().stream()
                .flatMap(setting -> setting.variables().stream())
                .collect(Collectors.toSet());
        return environment.keySet().stream()
                .filter(name -> name.startsWith("ANSIBLE_") && !name.startsWith("ANSIBLE_GALAXY_SERVER_"))
                .filter(name -> !name.equals(ConfigSearch.VARIABLE) && !known.contains(name))
                .sorted()
                .toList();
    }

    /** Keys of the file that belong to no setting. */
    public List<String> unknown() {
        if (file == null) {
            return List.of();
        }
        Set<String> known = SettingTable.all().stream()
                .flatMap(setting -> setting.keys().stream())
                .map(Setting.Key::toString)
                .collect(Collectors.toSet());
        List<String> names = new ArrayList<>();
        file.entries()
                .forEach((section, entries) -> entries.keySet().stream()
                        .filter(key -> !section.startsWith("galaxy_server."))
                        .filter(key -> !known.contains(section + "." + key))
                        .forEach(key -> names.add("[" + section + "] " + key)));
        return names;
    }
}
