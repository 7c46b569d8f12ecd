package io.hitless.vars;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hitless.source.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FactFilesTest {
    private static final Duration HOUR = Duration.ofHours(1);

    @TempDir
    Path dir;

    private final List<String> warnings = new ArrayList<>();

    private FactFiles files(Duration lifetime) {
        return new FactFiles(dir.resolve("cache"), "p_", lifetime, warnings::add);
    }

    private Path file(String host) {
        return dir.resolve("cache/p_s1_" + host);
    }

    @Test
    void what_was_stored_is_there_for_the_next_run() throws IOException {
        files(HOUR).store("web1", Map.of("os", "Linux"), false);
        assertThat(files(HOUR).load("web1")).isEqualTo(Map.of("os", "Linux"));
        assertThat(files(HOUR).load("web2")).isEmpty();
        assertThat(Files.readString(file("web1"))).isEqualTo("{\"__payload__\": \"{\\\"os\\\": \\\"Linux\\\"}\"}");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file("web1"))))
                .isEqualTo("rw-r--r--");
    }

    @Test
    void facts_with_secrets_are_for_their_owner_alone() throws IOException {
        files(HOUR).store("web1", Map.of("key", "s3cret"), true);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file("web1"))))
                .isEqualTo("rw-------");
    }

    @Test
    void facts_that_are_too_old_are_not_there() throws IOException {
        files(HOUR).store("web1", Map.of("os", "Linux"), false);
        Files.setLastModifiedTime(file("web1"), FileTime.from(Instant.now().minus(Duration.ofHours(2))));
        assertThat(files(HOUR).load("web1")).isEmpty();
        assertThat(files(Duration.ZERO).load("web1")).isNotEmpty();
    }

    @Test
    void a_file_that_is_broken_is_removed_and_warned_of() throws IOException {
        files(HOUR).store("web1", Map.of(), false);
        Files.writeString(file("web1"), "{broken");
        assertThat(files(HOUR).load("web1")).isEmpty();
        assertThat(warnings).singleElement().asString().contains("can't be read");
        assertThat(file("web1")).doesNotExist();
    }

    @Test
    void a_host_whose_name_is_a_path_gets_no_file() {
        files(HOUR).store("../evil", Map.of("os", "Linux"), false);
        assertThat(dir.resolve("evil")).doesNotExist();
        assertThat(files(HOUR).load("../evil")).isEmpty();
    }

    @Test
    void all_are_forgotten_but_those_of_another_prefix() throws IOException {
        files(HOUR).store("web1", Map.of("os", "Linux"), false);
        Files.writeString(dir.resolve("cache/other_s1_web1"), "kept");
        files(HOUR).flush();
        assertThat(file("web1")).doesNotExist();
        assertThat(dir.resolve("cache/other_s1_web1")).exists();
    }

    @Test
    void a_directory_that_can_not_be_made_is_an_error() throws IOException {
        Path file = Files.writeString(dir.resolve("file"), "");
        assertThatThrownBy(() -> new FactFiles(file.resolve("cache"), "", HOUR, warnings::add))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("facts can't be kept in");
    }
}
