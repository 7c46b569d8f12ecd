package io.hitless.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher is real. The JDK is a stand-in that prints the locale it is started in. */
class LauncherTest {
    @TempDir
    Path dir;

    @BeforeEach
    void checkout() throws IOException {
        new LauncherDirectory(dir).launcher("hitless");
        program("jdk/bin/java", "printf '%s|%s\\n' \"${LC_ALL-}\" \"${LC_CTYPE-}\"");
        program("jdk/bin/javac", "exit 1");
        write("jdk/release", "JAVA_VERSION=\"25\"\n");
        Path jar = write("controller/target/hitless.jar", "");
        Path training = write("controller/src/launch/train.sh", "");
        Files.setLastModifiedTime(jar, FileTime.fromMillis(0));
        Files.setLastModifiedTime(training, FileTime.fromMillis(0));
        write("controller/target/hitless-25.aot", "");
    }

    private Path write(String name, String text) throws IOException {
        return new LauncherDirectory(dir).write(name, text);
    }

    private void program(String name, String script) throws IOException {
        new LauncherDirectory(dir).program(name, script);
    }

    private String locale(Map<String, String> environment) throws IOException, InterruptedException {
        return output(environment, "history");
    }

    private String output(Map<String, String> environment, String argument) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(dir.resolve("hitless").toString(), argument);
        builder.redirectErrorStream(true).environment().keySet().removeIf(name -> name.startsWith("L"));
        builder.environment().put("HITLESS_JAVA_HOME", dir.resolve("jdk").toString());
        builder.environment().putAll(environment);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output.strip();
    }

    @Test
    void arguments_that_are_not_ascii_can_be_read_in_the_locale_c() throws IOException, InterruptedException {
        assertThat(locale(Map.of())).isEqualTo("|C.UTF-8");
        assertThat(locale(Map.of("LANG", "C"))).isEqualTo("|C.UTF-8");
        assertThat(locale(Map.of("LC_ALL", "", "LC_CTYPE", "POSIX"))).isEqualTo("|C.UTF-8");
        assertThat(locale(Map.of("LC_ALL", "C", "LANG", "de_DE.UTF-8"))).isEqualTo("C.UTF-8|");
    }

    @Test
    void another_locale_stays_as_it_is() throws IOException, InterruptedException {
        assertThat(locale(Map.of("LANG", "de_DE.UTF-8"))).isEqualTo("|");
        assertThat(locale(Map.of("LC_ALL", "C.UTF-8"))).isEqualTo("C.UTF-8|");
        assertThat(locale(Map.of("LC_CTYPE", "en_US.ISO-8859-1", "LANG", "C"))).isEqualTo("|en_US.ISO-8859-1");
    }

    @Test
    void the_version_and_the_help_need_no_jvm() throws IOException, InterruptedException {
        Path pom =
                write("pom.xml", "<project>\n  <version>1.2.3</version>\n  <x><version>4</version></x>\n</project>\n");
        Files.setLastModifiedTime(pom, FileTime.fromMillis(0)); // as old as the build
        assertThat(output(Map.of(), "--version")).isEqualTo("hitless 1.2.3");
        assertThat(output(Map.of(), "-V")).isEqualTo("hitless 1.2.3");
        write("controller/target/help", "plain help");
        write("controller/target/help.colour", "coloured help");
        assertThat(output(Map.of(), "--help")).isEqualTo("plain help");
        assertThat(output(Map.of("CLICOLOR_FORCE", "1"), "-h")).isEqualTo("coloured help");
    }

    @Test
    void without_what_the_training_leaves_the_jvm_prints_the_help() throws IOException, InterruptedException {
        assertThat(output(Map.of("LC_ALL", "C"), "--help")).isEqualTo("C.UTF-8|");
    }
}
