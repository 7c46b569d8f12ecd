package io.hitless.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostFileTest {
    @TempDir
    private Path dir;

    @Test
    void a_marked_file_is_known_also_under_another_name_and_by_a_link() throws IOException {
        Path file = Files.writeString(dir.resolve("fetched"), "x");
        assertThat(HostFile.is(file)).isFalse();
        HostFile.mark(file, "web1");
        assertThat(HostFile.is(file)).isTrue();
        Path renamed = Files.move(file, dir.resolve("renamed"));
        assertThat(HostFile.is(renamed)).isTrue();
        assertThat(HostFile.is(Files.createSymbolicLink(dir.resolve("link"), renamed)))
                .isTrue();
    }

    @Test
    void a_file_that_is_written_anew_is_not_marked() throws IOException {
        Path file = Files.writeString(dir.resolve("fetched"), "x");
        HostFile.mark(file, "web1");
        Path other = Files.writeString(dir.resolve("other"), "x");
        assertThat(HostFile.is(other)).isFalse();
    }
}
