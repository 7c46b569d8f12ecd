package io.hitless.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hitless.module.ModuleSpec;
import io.hitless.source.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstalledModulesTest {
    @TempDir
    Path dir;

    private InstalledModules modules = new InstalledModules(PluginPaths.NONE, nothing());

    private static BastionAnsible nothing() {
        return new BastionAnsible(() -> AnsibleInstallation.NONE);
    }

    @BeforeEach
    void install() throws IOException {
        write("site/ansible/release.py", "__version__ = '9'");
        write("site/ansible/modules/slurp.py", "");
        write("site/ansible/modules/set_stats.py", "");
        write("site/ansible/plugins/action/set_stats.py", "");
        write(
                "site/ansible/config/ansible_builtin_runtime.yml",
                "plugin_routing: {modules: {ini_file: {redirect: my.own.ini_file}}}");
        write("site/ansible_collections/at/site/plugins/modules/thing.py", "");
        write("col/ansible_collections/my/own/plugins/modules/ini_file.py", "");
        write("col/ansible_collections/my/own/plugins/modules/sub/deep.sh", "");
        write("col/ansible_collections/my/own/plugins/modules/acts.py", "");
        write("col/ansible_collections/my/own/plugins/action/acts.py", "");
        write("col/ansible_collections/my/own/meta/runtime.yml", """
            plugin_routing:
              modules:
                older: {redirect: my.own.ini_file}
                round: {redirect: my.own.round}
                gone: {tombstone: {removal_version: '2', warning_text: Use ini_file instead.}}
            """);
        write("play/library/mine", "");
        write("play/library/mine.md", "");
        write("play/library/twice.sh", "");
        write("role/library/twice.py", "");
        write("play/action_plugins/own.py", "");
        write("play/collections/ansible_collections/near/by/plugins/modules/it.py", "");
        write("configured/conf.py", "");
        AnsibleInstallation ansible =
                new AnsibleInstallation("python3", dir.resolve("site/ansible"), List.of(dir.resolve("site")));
        modules = new InstalledModules(
                new PluginPaths(
                        Map.of(PluginKind.MODULE, List.of(dir.resolve("configured"))),
                        List.of(dir.resolve("col")),
                        List.of()),
                new BastionAnsible(() -> ansible));
    }

    private void write(String file, String text) throws IOException {
        Path path = dir.resolve(file);
        Files.createDirectories(Objects.requireNonNull(path.getParent()));
        Files.writeString(path, text);
    }

    private @Nullable String find(String name, String... collections) {
        ModuleSpec found = modules.find(name, List.of(dir.resolve("play"), dir.resolve("role")), List.of(collections));
        return found == null ? null : found.name() + " " + dir.relativize(Objects.requireNonNull(found.file()));
    }

    @Test
    void a_library_is_looked_through_beside_playbook_and_roles_and_where_it_is_configured() {
        assertThat(find("mine")).isEqualTo("mine play/library/mine");
        assertThat(find("twice")).isEqualTo("twice play/library/twice.sh");
        assertThat(find("conf")).isEqualTo("conf configured/conf.py");
        assertThat(find("ansible.legacy.mine")).isEqualTo("mine play/library/mine");
        assertThat(find("none")).isNull();
        assertThat(find("../play/library/mine")).isNull();
    }

    @Test
    void a_collection_is_found_beside_the_playbook_as_configured_and_in_site_packages() {
        assertThat(find("near.by.it"))
                .isEqualTo("near.by.it play/collections/ansible_collections/near/by/plugins/modules/it.py");
        assertThat(find("my.own.ini_file"))
                .isEqualTo("my.own.ini_file col/ansible_collections/my/own/plugins/modules/ini_file.py");
        assertThat(find("my.own.sub.deep"))
                .isEqualTo("my.own.sub.deep col/ansible_collections/my/own/plugins/modules/sub/deep.sh");
        assertThat(find("at.site.thing"))
                .isEqualTo("at.site.thing site/ansible_collections/at/site/plugins/modules/thing.py");
        assertThat(find("no.such.thing")).isNull();
    }

    @Test
    void a_short_name_can_be_of_the_collections_that_a_play_lists() {
        assertThat(find("it")).isNull();
        assertThat(find("it", "no.such", "near.by")).startsWith("near.by.it ");
    }

    @Test
    void names_that_moved_are_followed() {
        assertThat(find("my.own.older")).startsWith("my.own.ini_file ");
        assertThat(find("ini_file")).startsWith("my.own.ini_file ");
        assertThat(find("ansible.builtin.ini_file")).startsWith("my.own.ini_file ");
        assertThat(find("my.own.round")).isNull();
        assertThatThrownBy(() -> find("my.own.gone"))
                .hasMessage("module 'my.own.gone' was removed from its collection")
                .extracting(e -> ((UserError) e).hint())
                .isEqualTo("Use ini_file instead.");
    }

    @Test
    void ansible_core_has_modules_too() {
        assertThat(find("slurp")).isEqualTo("ansible.builtin.slurp site/ansible/modules/slurp.py");
        assertThat(find("ansible.builtin.slurp")).isEqualTo("ansible.builtin.slurp site/ansible/modules/slurp.py");
    }

    @Test
    void action_plugins_are_refused_by_name() {
        for (String name : List.of("own", "my.own.acts", "set_stats", "ansible.builtin.set_stats")) {
            assertThatThrownBy(() -> find(name)).hasMessageContaining("is an action plugin");
        }
    }

    @Test
    void without_anything_installed_nothing_is_found() {
        InstalledModules none = new InstalledModules(PluginPaths.NONE, nothing());
        assertThat(none.find("slurp", List.of(), List.of("my.own"))).isNull();
    }
}
