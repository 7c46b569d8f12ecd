package io.hitless.cli.launch;

import io.hitless.config.Configuration;
import io.hitless.module.ModuleCatalog;
import io.hitless.playbook.Keyword;
import io.hitless.playbook.load.CollectionSearch;
import io.hitless.playbook.load.LoadSettings;
import io.hitless.playbook.load.LocalPlugins;
import io.hitless.plugin.AnsiblePlugins;
import io.hitless.plugin.PluginSetup;
import io.hitless.plugin.UserPlugins;
import io.hitless.python.AnsibleProbe;
import io.hitless.python.BastionAnsible;
import io.hitless.python.InstalledCollections;
import io.hitless.python.InstalledModules;
import io.hitless.python.ModulePacker;
import io.hitless.python.PluginKind;
import io.hitless.python.PluginLocations;
import io.hitless.python.PluginPaths;
import io.hitless.source.Reason;
import io.hitless.source.UserError;
import io.hitless.template.Language;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The modules and plugins that users wrote or installed, in the directories named by {@code ansible.cfg} and
 * {@code ANSIBLE_*}.
 */
final class UserCode implements AutoCloseable {
    private static final Set<String> FILES_PLUGINS = Set.of("host_group_vars", "ansible.builtin.host_group_vars");

    private final PluginPaths paths;
    private final BastionAnsible ansible = new BastionAnsible(() -> AnsibleProbe.find(System::getenv));
    private final ModuleCatalog modules;
    private final ModulePacker packer;
    private final LocalPlugins local = new LocalPlugins();
    private final UserPlugins plugins;
    private final Language language;
    private @Nullable AnsiblePlugins ansiblePlugins;

    /** @param modulePath directories of modules, which precede the configured directories */
    UserCode(List<Path> modulePath) {
        this.paths = PluginPaths.of(Configuration.current()::paths).withModules(modulePath);
        this.modules = ModuleCatalog.builtIn()
                .with(new InstalledModules(paths, ansible))
                .without(PluginFilters.rejected(Configuration.current()));
        this.packer = new ModulePacker(paths, ansible);
        this.plugins = new UserPlugins(new PluginLocations(paths, ansible), local::directories, local::collections);
        this.language = new Language(plugins, Configuration.current());
    }

    /** All modules: first those of hitless, then the users'. */
    ModuleCatalog modules() {
        return modules;
    }

    /** Finds roles and playbooks of collections. */
    CollectionSearch collections() {
        return new InstalledCollections(paths, ansible)::find;
    }

    /** The settings for reading playbooks: where roles are, and which keywords are on by default. */
    LoadSettings loadSettings() {
        Configuration config = Configuration.current();
        Set<Keyword> on = EnumSet.noneOf(Keyword.class);
        if (config.flag("ANY_ERRORS_FATAL")) {
            on.add(Keyword.ANY_ERRORS_FATAL);
        }
        if (config.flag("DEFAULT_NO_LOG")) {
            on.add(Keyword.NO_LOG);
        }
        return new LoadSettings(
                config.paths("DEFAULT_ROLES_PATH"),
                collections(),
                on,
                config.text("DEFAULT_GATHERING").equals("explicit"),
                !config.flag("INVALID_TASK_ATTRIBUTE_FAILED"));
    }

    /** Packs a module into an archive for a host. */
    ModulePacker packer() {
        return packer;
    }

    /** The modules and plugins beside playbooks and roles. The loader adds those that it finds. */
    LocalPlugins local() {
        return local;
    }

    /** The template language, with installed plugins and plugins beside the playbooks. */
    Language language() {
        return language;
    }

    /** Runs inventory and vars plugins. */
    AnsiblePlugins ansiblePlugins(PluginSetup setup) {
        AnsiblePlugins its = new AnsiblePlugins(ansible, setup);
        ansiblePlugins = its;
        return its;
    }

    /**
     * Whether any vars plugin would run. One beside a playbook or in a configured directory always runs; one of a
     * collection runs if a setting names it.
     */
    boolean hasVarsPlugins(Path playbookDir) {
        return Configuration.current().words("VARIABLE_PLUGINS_ENABLED").stream()
                        .anyMatch(name -> !isFilesPlugin(name) && name.contains("."))
                || paths.of(PluginKind.VARS, List.of(playbookDir)).stream().anyMatch(UserCode::holdsPython);
    }

    /** Whether the plugin is the one that reads {@code group_vars} and {@code host_vars}. */
    static boolean isFilesPlugin(String name) {
        return FILES_PLUGINS.contains(name);
    }

    private static boolean holdsPython(Path directory) {
        if (!Files.isDirectory(directory)) {
            return false;
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.anyMatch(file -> file.toString().endsWith(".py"));
        } catch (IOException e) {
            throw new UserError("cannot read " + directory + ": " + Reason.of(e));
        }
    }

    @Override
    public void close() {
        plugins.close();
        if (ansiblePlugins != null) {
            ansiblePlugins.close();
        }
    }
}
