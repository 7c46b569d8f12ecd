package io.hitless.report.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nobody ever reads half a file. */
class AtomicFileTest {
    @TempDir
    private Path dir;

    private Path file;

    @BeforeEach
    void an_older_one_is_there() throws IOException {
        file = Files.writeString(dir.resolve("a.prom"), "older");
    }

    private Stream<Path> files() throws IOException {
        return Files.list(dir);
    }

    @Test
    void until_it_is_kept_the_older_one_is_read() throws IOException {
        try (AtomicFile whole = AtomicFile.begin(file)) {
            whole.stream().write("new".getBytes(StandardCharsets.UTF_8));
            whole.stream().flush();
            assertThat(file).hasContent("older");
            assertThat(files())
                    .filteredOn(each -> each.toString().endsWith(".prom"))
                    .containsExactly(file);
            whole.commit();
        }
        assertThat(file).hasContent("new");
        assertThat(files()).hasSize(1);
    }

    @Test
    void one_that_is_not_kept_leaves_nothing() throws IOException {
        try (AtomicFile whole = AtomicFile.begin(file)) {
            whole.stream().write("new".getBytes(StandardCharsets.UTF_8));
        }
        assertThat(file).hasContent("older");
        assertThat(files()).hasSize(1);
    }

    @Test
    void what_a_link_leads_to_is_written_and_the_link_stays() throws IOException {
        Path link = Files.createSymbolicLink(dir.resolve("link"), file);

        AtomicFile.write(link, "new");

        assertThat(link).isSymbolicLink();
        assertThat(file).hasContent("new");
    }

    @Test
    void a_device_is_written_to_and_not_replaced() throws IOException {
        AtomicFile.write(Path.of("/dev/null"), "text");

        assertThat(Files.isRegularFile(Path.of("/dev/null"))).isFalse();
    }
}
