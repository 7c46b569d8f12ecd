package io.hitless.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hitless.inventory.HostLayers;
import io.hitless.inventory.InvalidGroupNames;
import io.hitless.inventory.Inventory;
import io.hitless.inventory.InventoryReader;
import io.hitless.inventory.InventorySettings;
import io.hitless.inventory.VarsPlugins;
import io.hitless.inventory.VarsSources;
import io.hitless.python.AnsibleInstallation;
import io.hitless.python.BastionAnsible;
import io.hitless.source.UserError;
import io.hitless.yaml.YamlNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The process that runs them is real, with a stand-in for ansible-core. */
class AnsiblePluginsTest {
    private static final String CLOUD = """
        class InventoryModule:
            def verify_file(self, path):
                return path.endswith("cloud.yml") or path.startswith("cloud:")

            def parse(self, inventory, loader, path, cache):
                print("what plugins print is not what they say")
                inventory.add_group("cloudy")
                inventory.add_host("vm", "cloudy")
                inventory.set_variable("vm", "known", sorted(inventory.hosts))
                inventory.set_variable("vm", "text", "{{ 1 + 1 }}")
                inventory.set_variable("cloudy", "deep", {"a": [None, True, 2.5]})
                inventory.add_group("above")
                inventory.add_child("above", "cloudy")
                inventory.set_variable("vm", "secret", loader.secrets[0][1].bytes.decode())
                if cache:
                    raise ValueError("no such region")
        """;
    private static final String VARS = """
        class VarsModule:
            def get_vars(self, loader, path, entities):
                name = type(entities[0]).__name__.lower()
                return {name: path[-3:] + ":" + ",".join(entity.name for entity in entities), "text": "{{ x }}"}
        """;

    @TempDir
    Path dir;

    private final List<AnsiblePlugins> open = new ArrayList<>();

    @BeforeEach
    void inventory() throws IOException {
        write("inv/hosts", "[g]\nh1 own=1\n");
    }

    @AfterEach
    void close() {
        open.forEach(AnsiblePlugins::close);
    }

    private void write(String file, String text) throws IOException {
        Path path = dir.resolve(file);
        Files.createDirectories(Objects.requireNonNull(path.getParent()));
        Files.writeString(path, text);
    }

    private AnsiblePlugins plugins(String... environment) throws IOException {
        Path standIn = Path.of("src/test/resources/python").toAbsolutePath();
        Path python = dir.resolve("python");
        Files.writeString(
                python,
                "#!/bin/sh\nPYTHONPATH='" + standIn + "' " + String.join(" ", environment) + " exec python3 \"$@\"\n");
        Files.setPosixFilePermissions(python, PosixFilePermissions.fromString("rwx------"));
        return plugins(new AnsibleInstallation(python.toString(), standIn.resolve("ansible"), List.of()));
    }

    private AnsiblePlugins plugins(AnsibleInstallation ansible) {
        AnsiblePlugins its = new AnsiblePlugins(
                new BastionAnsible(() -> ansible),
                new PluginSetup(List.of(dir), List.of(), List.of(new PluginSetup.Secret("default", () -> "hush"))));
        open.add(its);
        return its;
    }

    private Inventory read(AnsiblePlugins plugins, boolean cache, VarsPlugins vars, String... enabled) {
        InventorySettings strict = InventorySettings.STRICT;
        List<String> kinds = new ArrayList<>(List.of(enabled));
        kinds.addAll(strict.enabled());
        return InventoryReader.read(
                List.of(dir.resolve("inv").toString(), "cloud:a,b"),
                new InventorySettings(
                        kinds,
                        strict.ignoredEndings(),
                        List.of(),
                        InventorySettings.Faults.WARN,
                        name -> plugins.inventory(name, cache),
                        InvalidGroupNames.NEVER,
                        new VarsSources(true, false, vars),
                        false),
                file -> file);
    }

    private static Map<String, ? extends @Nullable Object> vars(Map<String, YamlNode> vars) {
        return PluginVars.plain(vars);
    }

    @Test
    void an_inventory_plugin_adds_hosts_groups_and_values_that_are_no_templates() throws IOException {
        write("inventory_plugins/cloud.py", CLOUD);
        write("inv/my.cloud.yml", "plugin: cloud\n");
        Inventory inventory = read(plugins(), false, VarsPlugins.NONE);
        assertThat(vars(Objects.requireNonNull(inventory.host("vm")).vars()).toString())
                .isEqualTo("{known=[h1, vm], text={{ 1 + 1 }}, secret=hush}");
        assertThat(Objects.requireNonNull(inventory.host("vm")).vars().get("text"))
                .isInstanceOfSatisfying(
                        YamlNode.Scalar.class, text -> assertThat(text.tag()).isEqualTo("!unsafe"));
        assertThat(inventory.hostsOf(Objects.requireNonNull(inventory.group("above"))))
                .extracting("name")
                .containsExactly("vm");
        assertThat(vars(Objects.requireNonNull(inventory.group("cloudy")).vars())
                        .toString())
                .isEqualTo("{deep={a=[null, true, 2.5]}}");
        assertThat(Objects.requireNonNull(inventory.group("ungrouped")).hosts()).containsExactly("cloud:a", "b");
    }

    @Test
    void what_a_plugin_added_before_it_failed_stays() throws IOException {
        write("inventory_plugins/cloud.py", CLOUD);
        write("inv/my.cloud.yml", "plugin: cloud\n");
        Inventory inventory = read(plugins(), true, VarsPlugins.NONE);
        assertThat(inventory.hosts()).containsKey("vm");
        assertThat(inventory.warnings())
                .singleElement()
                .asString()
                .contains("my.cloud.yml:1:9: inventory plugin 'cloud' (" + dir.resolve("inventory_plugins/cloud.py")
                        + "): ValueError: no such region");
    }

    @Test
    void an_enabled_plugin_reads_every_source_that_it_wants() throws IOException {
        write("inventory_plugins/cloud.py", CLOUD);
        Inventory inventory = read(plugins(), false, VarsPlugins.NONE, "cloud");
        assertThat(inventory.hosts()).containsOnlyKeys("h1", "vm");
    }

    @Test
    void a_plugin_that_is_not_there_or_does_not_want_its_file_is_reported() throws IOException {
        write("inventory_plugins/cloud.py", CLOUD);
        write("inv/a.yml", "plugin: no.such.thing\n");
        write("inv/b.yml", "plugin: cloud\n");
        assertThat(String.join("\n", read(plugins(), false, VarsPlugins.NONE).warnings()))
                .contains("a.yml:1:9: there is no inventory plugin 'no.such.thing' on this bastion")
                .contains("b.yml:1:9: inventory plugin 'cloud' does not read " + dir.resolve("inv/b.yml"));
    }

    @Test
    void python_or_ansible_that_is_missing_is_named() throws IOException {
        write("inv/a.yml", "plugin: cloud\n");
        assertThat(read(plugins(AnsibleInstallation.NONE), false, VarsPlugins.NONE)
                        .warnings()
                        .toString())
                .contains("inventory plugin 'cloud': it needs Python 3 on this bastion");
        AnsiblePlugins bare = plugins(new AnsibleInstallation("python3", null, List.of()));
        assertThatThrownBy(bare::vars)
                .isInstanceOf(UserError.class)
                .hasMessage("vars plugins: it needs ansible-core on this bastion, which python3 does not have");
    }

    @Test
    void vars_plugins_stand_below_the_files_of_their_directory() throws IOException {
        write("vars_plugins/mine.py", VARS);
        write("inv/group_vars/g.yml", "group: file\n");
        write("play/host_vars/h1.yml", "host: file\n");
        AnsiblePlugins plugins = plugins();
        Inventory inventory = read(plugins, false, plugins.vars());
        HostLayers layers = new HostLayers(inventory, List.of(dir.resolve("play")), file -> file);
        assertThat(layers.of(Objects.requireNonNull(inventory.host("h1"))))
                .extracting(layer -> layer.kind() + " " + vars(layer.vars()))
                .containsExactly(
                        "GROUP_VARS_ALL_BESIDE_INVENTORY {group=inv:all, text={{ x }}}",
                        "GROUP_VARS_ALL_BESIDE_PLAYBOOK {group=lay:all, text={{ x }}}",
                        "GROUP_VARS_BESIDE_INVENTORY {group=inv:g, text={{ x }}}",
                        "GROUP_VARS_BESIDE_INVENTORY {group=file}",
                        "GROUP_VARS_BESIDE_PLAYBOOK {group=lay:g, text={{ x }}}",
                        "HOST_IN_INVENTORY {own=1}",
                        "HOST_VARS_BESIDE_INVENTORY {host=inv:h1, text={{ x }}}",
                        "HOST_VARS_BESIDE_PLAYBOOK {host=lay:h1, text={{ x }}}",
                        "HOST_VARS_BESIDE_PLAYBOOK {host=file}");
    }

    @Test
    void a_vars_plugin_of_the_inventory_stage_belongs_to_the_inventory() throws IOException {
        write("vars_plugins/mine.py", VARS.replace("class VarsModule:", "class VarsModule:\n    stage = 'inventory'"));
        AnsiblePlugins plugins = plugins();
        Inventory inventory = read(plugins, false, plugins.vars());
        HostLayers layers = new HostLayers(inventory, List.of(dir), file -> file);
        assertThat(layers.of(Objects.requireNonNull(inventory.host("h1"))))
                .extracting(layer -> layer.kind() + " " + vars(layer.vars()))
                .containsExactly(
                        "ALL_IN_INVENTORY {group=inv:all, text={{ x }}}",
                        "GROUP_IN_INVENTORY {group=inv:g, text={{ x }}}",
                        "HOST_IN_INVENTORY {own=1}",
                        "HOST_IN_INVENTORY {host=inv:h1, text={{ x }}}");
    }

    @Test
    void a_vars_plugin_may_want_to_be_enabled() throws IOException {
        write(
                "vars_plugins/mine.py",
                VARS.replace("class VarsModule:", "class VarsModule:\n    REQUIRES_ENABLED = True"));
        assertThat(plugins().vars()).isSameAs(VarsPlugins.NONE);
    }

    @Test
    void a_vars_plugin_that_wants_to_be_enabled_runs_where_a_setting_names_it() throws IOException {
        write(
                "vars_plugins/mine.py",
                VARS.replace("class VarsModule:", "class VarsModule:\n    REQUIRES_ENABLED = True"));
        AnsiblePlugins plugins = plugins("ANSIBLE_VARS_ENABLED=mine");
        Inventory inventory = read(plugins, false, plugins.vars());
        HostLayers layers = new HostLayers(inventory, List.of(dir), file -> file);
        assertThat(layers.of(Objects.requireNonNull(inventory.host("h1"))))
                .extracting(layer -> vars(layer.vars()).toString())
                .contains("{host=inv:h1, text={{ x }}}");
    }
}
