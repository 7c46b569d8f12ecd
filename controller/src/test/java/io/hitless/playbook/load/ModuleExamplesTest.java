package io.hitless.playbook.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.module.ModuleCatalog;
import io.hitless.module.ModuleSpec;
import io.hitless.playbook.Step;
import io.hitless.playbook.Task;
import io.hitless.source.Finding;
import io.hitless.source.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class ModuleExamplesTest {
    private static final ModuleCatalog MODULES = ModuleCatalog.builtIn();

    @TempDir
    Path dir;

    @TestFactory
    Stream<DynamicTest> each_module_has_an_example_that_a_playbook_takes() {
        return MODULES.all().stream().map(module -> DynamicTest.dynamicTest(module.name(), () -> check(module)));
    }

    private void check(ModuleSpec module) throws IOException {
        assertThat(module.examples())
                .as("'example:' in the header of " + module.name())
                .isNotEmpty();
        Files.createDirectories(dir.resolve("templates"));
        Files.writeString(dir.resolve("templates/nginx.conf.j2"), "");
        for (String example : module.examples()) {
            SourceFile playbook = new SourceFile("site.yml", "- hosts: all\n  tasks:\n    - " + example + "\n");
            PlaybookLoader loader = PlainLoading.loader(MODULES);

            Step step = loader.load(playbook, dir).getFirst().sections().tasks().getFirst();

            assertThat(loader.findings().of(Finding.Kind.values())).isEmpty();
            assertThat(step instanceof Task task ? task.module().name() : "meta")
                    .isEqualTo(module.name());
        }
    }
}
