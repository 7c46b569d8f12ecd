package io.hitless.cli.launch;

import io.hitless.cli.option.InventoryOptions;
import io.hitless.config.Configuration;
import io.hitless.inventory.InvalidGroupNames;
import io.hitless.inventory.InventorySettings;
import io.hitless.inventory.InventorySettings.Faults;
import io.hitless.inventory.VarsPlugins;
import io.hitless.inventory.VarsSources;
import io.hitless.playbook.load.Templates;
import io.hitless.plugin.AnsiblePlugins;
import io.hitless.source.UserError;
import io.hitless.template.Template;
import io.hitless.vars.ConstructedInventory;
import io.hitless.vars.GeneratedInventory;
import io.hitless.vars.VariableRules;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** The settings in {@code ansible.cfg} and the environment for reading inventory sources. */
final class InventoryConfiguration {
    private InventoryConfiguration() {}

    /** The inventory sources of the command line, or the configured ones if the command line has none. */
    static List<String> sources(InventoryOptions given) {
        if (!given.sources.isEmpty()) {
            return given.sources;
        }
        Configuration config = Configuration.current();
        return config.paths("DEFAULT_HOST_LIST").stream()
                .filter(source -> config.isSet("DEFAULT_HOST_LIST") || Files.exists(source))
                .map(Path::toString)
                .toList();
    }

    /**
     * Returns the settings for reading the sources.
     *
     * @param lenient whether an inventory of which nothing can be read is only a warning, as in Ansible
     * @param baseDir the directory of the playbook
     * @param userCode finds the users' plugins
     * @param cache whether inventory plugins may use their caches
     */
    static InventorySettings settings(
            boolean lenient,
            Templates templates,
            Map<String, Template> extraVars,
            VariableRules rules,
            Path baseDir,
            UserCode userCode,
            AnsiblePlugins ofUsers,
            boolean cache) {
        Configuration config = Configuration.current();
        return new InventorySettings(
                config.words("INVENTORY_ENABLED"),
                config.words("INVENTORY_IGNORE_EXTS"),
                config.words("INVENTORY_IGNORE_PATTERNS").stream()
                        .map(InventoryConfiguration::pattern)
                        .toList(),
                config.flag("INVENTORY_ANY_UNPARSED_IS_FAILED")
                        ? Faults.FAIL
                        : config.flag("INVENTORY_UNPARSED_IS_FAILED") || !lenient ? Faults.FAIL_IF_ALL : Faults.WARN,
                name -> switch (name) {
                    case "constructed" -> new ConstructedInventory(templates, extraVars, rules, baseDir);
                    case "generator" -> new GeneratedInventory(templates);
                    default -> ofUsers.inventory(name, cache);
                },
                InvalidGroupNames.valueOf(
                        config.text("TRANSFORM_INVALID_GROUP_CHARS").toUpperCase(Locale.ROOT)),
                varsSources(config, userCode.hasVarsPlugins(baseDir) ? ofUsers.vars() : VarsPlugins.NONE),
                rules.mergesHashes());
    }

    private static VarsSources varsSources(Configuration config, VarsPlugins plugins) {
        return new VarsSources(
                config.words("VARIABLE_PLUGINS_ENABLED").stream().anyMatch(UserCode::isFilesPlugin),
                config.text("RUN_VARS_PLUGINS").equals("start"),
                plugins);
    }

    private static Pattern pattern(String text) {
        try {
            return Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            throw new UserError("'" + text + "', a pattern of ignored inventory files, is not a regular expression: "
                    + e.getDescription());
        }
    }
}
