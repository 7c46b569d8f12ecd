package io.hitless.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher is real. The JDK is a stand-in that says which locale it is started in. */
class LauncherTest {
    @TempDir
    Path dir;

    @BeforeEach
    void checkout() throws IOException {
        Path launcher = dir.resolve("hitless");
        Files.copy(Path.of("../hitless"), launcher);
        executable(launcher);
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
        Path file = dir.resolve(name);
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        return Files.writeString(file, text);
    }

    private void program(String name, String script) throws IOException {
        executable(write(name, "#!/bin/sh\n" + script + "\n"));
    }

    private static void executable(Path file) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    private String locale(Map<String, String> environment) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(dir.resolve("hitless").toString(), "version");
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
}
