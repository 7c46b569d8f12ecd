package io.hitless.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hitless.module.ModuleSpec;
import io.hitless.source.UserError;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModulePackerTest {
    @TempDir
    Path dir;

    private void write(String file, String text) throws IOException {
        Path path = dir.resolve(file);
        Files.createDirectories(Objects.requireNonNull(path.getParent()));
        Files.writeString(path, text);
    }

    private ModuleProgram pack(String file) {
        boolean installed = Files.exists(dir.resolve("site/ansible/release.py"));
        BastionAnsible ansible = new BastionAnsible(() -> installed
                ? new AnsibleInstallation("python3", dir.resolve("site/ansible"), List.of(dir.resolve("site")))
                : AnsibleInstallation.NONE);
        ModuleSpec module = new ModuleSpec(
                "it",
                List.of(),
                "",
                ModuleSpec.Runs.HOST,
                ModuleSpec.Check.PARTIAL,
                true,
                List.of(),
                List.of(),
                null,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                "",
                dir.resolve(file));
        return new ModulePacker(PluginPaths.NONE, ansible).of(module, List.of(dir.resolve("play")));
    }

    private static Map<String, String> files(ModuleProgram program) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(program.file()))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                files.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return files;
    }

    @Test
    void a_module_is_packed_with_all_that_it_imports_and_with_nothing_else() throws IOException {
        write("site/ansible/release.py", "__version__ = '2.19.4'");
        write("site/ansible/module_utils/__init__.py", "# own");
        write("site/ansible/module_utils/basic.py", "from ansible.module_utils.common import text\nimport os");
        write("site/ansible/module_utils/common/__init__.py", "");
        write("site/ansible/module_utils/common/text/__init__.py", "from .inner import x");
        write("site/ansible/module_utils/common/text/inner.py", "from ...urls import get");
        write("site/ansible/module_utils/urls.py", "");
        write("site/ansible/module_utils/unused.py", "");
        write("play/module_utils/urls.py", "# of the play");
        write("play/library/it.py", "from ansible.module_utils.basic import AnsibleModule");
        ModuleProgram program = pack("play/library/it.py");
        assertThat(files(program))
                .containsOnlyKeys(
                        "__main__.py",
                        "ansible/__init__.py",
                        "ansible/module_utils/__init__.py",
                        "ansible/module_utils/basic.py",
                        "ansible/module_utils/common/__init__.py",
                        "ansible/module_utils/common/text/__init__.py",
                        "ansible/module_utils/common/text/inner.py",
                        "ansible/module_utils/urls.py",
                        "ansible/modules/__init__.py",
                        "ansible/modules/it.py")
                .containsEntry("ansible/module_utils/__init__.py", "# own")
                .containsEntry("ansible/module_utils/urls.py", "# of the play");
        assertThat(files(program).get("ansible/__init__.py")).contains("__version__ = '2.19.4'");
        assertThat(program.entry()).isEqualTo("ansible.modules.it");
        assertThat(program.version()).isEqualTo("2.19.4");
        assertThat(program.isPython()).isTrue();
    }

    @Test
    void the_same_sources_have_the_same_hash() throws IOException {
        write("play/library/it.py", "from ansible.module_utils.own import x");
        write("play/module_utils/own.py", "x = 1");
        String hash = pack("play/library/it.py").hash();
        assertThat(pack("play/library/it.py").hash()).isEqualTo(hash);
        write("play/module_utils/own.py", "x = 2");
        assertThat(pack("play/library/it.py").hash()).isNotEqualTo(hash);
    }

    @Test
    void a_module_of_a_collection_is_packed_under_its_name_with_what_moved() throws IOException {
        String own = "site/ansible_collections/my/own/";
        write("site/ansible/release.py", "");
        write(
                own + "plugins/modules/it.py",
                "from ..module_utils import near\n"
                        + "from ansible_collections.my.other.plugins.module_utils.far import y\n"
                        + "from ansible_collections.my.own.plugins.module_utils.older import z\n");
        write(own + "plugins/module_utils/near.py", "");
        write(own + "plugins/module_utils/newer.py", "");
        write(own + "meta/runtime.yml", "plugin_routing: {module_utils: {older: {redirect: my.own.newer}}}");
        write("site/ansible_collections/my/other/plugins/module_utils/far.py", "");
        ModuleProgram program = pack(own + "plugins/modules/it.py");
        assertThat(program.entry()).isEqualTo("ansible_collections.my.own.plugins.modules.it");
        assertThat(files(program))
                .containsKeys(
                        "ansible_collections/__init__.py",
                        "ansible_collections/my/own/plugins/module_utils/near.py",
                        "ansible_collections/my/other/plugins/module_utils/far.py",
                        "ansible_collections/my/own/plugins/module_utils/newer.py");
        assertThat(files(program).get("ansible_collections/my/own/plugins/module_utils/older.py"))
                .contains("import ansible_collections.my.own.plugins.module_utils.newer");
    }

    @Test
    void what_the_bastion_lacks_is_named_with_what_to_install() throws IOException {
        write("play/library/it.py", "from ansible.module_utils.basic import AnsibleModule");
        assertThatThrownBy(() -> pack("play/library/it.py"))
                .hasMessage("module 'it' imports ansible.module_utils.basic, which this bastion does not have")
                .extracting(e -> ((UserError) e).hint())
                .asString()
                .startsWith("install ansible-core, or set");
        write("play/library/that.py", "from ansible_collections.a.b.plugins.module_utils.c import d");
        assertThatThrownBy(() -> pack("play/library/that.py"))
                .extracting(e -> ((UserError) e).hint())
                .isEqualTo("install the collection a.b");
    }

    @Test
    void what_is_behind_a_try_may_be_missing() throws IOException {
        write(
                "play/library/it.py",
                "try:\n    from ansible.module_utils.none import x\nexcept ImportError:\n    x = 1\n");
        assertThat(files(pack("play/library/it.py"))).containsKey("ansible/modules/it.py");
    }

    @Test
    void other_modules_say_what_runs_them() throws IOException {
        write("a", "#!/usr/bin/env python3 -u\n");
        write("b", "#!/usr/bin/perl -w\n# WANT_JSON");
        write("c", "\u0001");
        write("d", "nothing");
        assertThat(pack("a").isPython()).isTrue();
        assertThat(pack("a").interpreterName()).isEqualTo("python");
        assertThat(pack("b").interpreter()).containsExactly("/usr/bin/perl", "-w");
        assertThat(pack("b").interpreterName()).isEqualTo("perl");
        assertThat(pack("c").interpreter()).isEmpty();
        assertThat(pack("c").interpreterName()).isEmpty();
        assertThatThrownBy(() -> pack("d")).hasMessageContaining("has no interpreter");
    }
}
