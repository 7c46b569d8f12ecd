package io.hitless.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher as a package has it, beside a runtime. The runtime's java is a stand-in that prints its arguments. */
class PackagedLauncherTest {
    @TempDir
    Path dir;

    private record Ended(int status, String output) {}

    @BeforeEach
    void unpacked() throws IOException {
        new LauncherDirectory(dir).launcher("app/hitless");
        program("app/runtime/bin/java", "printf '%s ' \"$@\"");
        program("app/launch/train.sh", "shift; for word; do case $word in *Output=*) : >\"$TRAINED\" ;; esac; done");
        Files.createDirectories(dir.resolve("app/lib"));
        Files.copy(Path.of("../lab/lib/progress.sh"), dir.resolve("app/launch/progress.sh"));
        for (String jar : List.of("b.jar", "hitless.jar", "a.jar")) {
            write("app/lib/" + jar, "");
        }
        write("app/version", "hitless 1.2.3\n");
        write("app/cache/hitless.aot", "trained");
    }

    private Path write(String name, String text) throws IOException {
        return new LauncherDirectory(dir).write(name, text);
    }

    private void program(String name, String script) throws IOException {
        new LauncherDirectory(dir).program(name, script);
    }

    private Ended run(String program, String... arguments) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(dir.resolve(program).toString()));
        words.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().put("HITLESS_JAVA_HOME", "/nowhere");
        builder.environment().put("TRAINED", dir.resolve("trained").toString());
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), output.strip());
    }

    @Test
    void it_runs_its_own_runtime_with_the_jars_in_the_order_of_their_names() throws IOException, InterruptedException {
        Path lib = dir.resolve("app/lib").toRealPath();
        assertThat(run("app/hitless", "history", "--limit", "3").output())
                .contains("-XX:AOTCache=" + dir.resolve("app").toRealPath() + "/cache/hitless.aot ")
                .endsWith("-cp %s/hitless.jar:%s/a.jar:%s/b.jar io.hitless.cli.Main history --limit 3"
                        .formatted(lib, lib, lib));
        assertThat(dir.resolve("trained")).doesNotExist();
    }

    @Test
    void the_cache_is_made_once_and_one_that_could_not_be_made_is_not_used() throws IOException, InterruptedException {
        Files.delete(dir.resolve("app/cache/hitless.aot"));
        assertThat(run("app/hitless", "history").output())
                .endsWith("Main history")
                .doesNotContain("AOTCache=");
        assertThat(dir.resolve("trained")).exists();
        assertThat(dir.resolve("app/cache/hitless.aot")).isEmptyFile();
        Files.delete(dir.resolve("trained"));
        run("app/hitless", "history");
        assertThat(dir.resolve("trained")).doesNotExist();
    }

    @Test
    void a_link_named_like_a_command_of_ansible_runs_that_command() throws IOException, InterruptedException {
        Files.createDirectories(dir.resolve("bin"));
        Files.createSymbolicLink(dir.resolve("bin/hitless-playbook"), Path.of("../app/hitless"));
        Files.createSymbolicLink(dir.resolve("bin/ansible-doc"), Path.of("../app/hitless"));
        assertThat(run("bin/hitless-playbook", "site.yml").output()).endsWith("Main ansible-playbook site.yml");
        assertThat(run("bin/ansible-doc", "copy").output()).endsWith("Main ansible-doc copy");
    }

    @Test
    void the_version_needs_no_jvm_and_the_lab_a_checkout() throws IOException, InterruptedException {
        assertThat(run("app/hitless", "--version")).isEqualTo(new Ended(0, "hitless 1.2.3"));
        Ended lab = run("app/hitless", "lab", "up");
        assertThat(lab.status()).isEqualTo(1);
        assertThat(lab.output()).startsWith("hitless: 'lab' needs a checkout of hitless' source");
    }
}
