package io.hitless.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateDirectoryTest {
    @TempDir
    private Path dir;

    @Test
    void a_given_directory_comes_first_then_the_environment() {
        assertThat(StateDirectory.of(dir.toString(), Map.of("XDG_STATE_HOME", "/x"))
                        .path())
                .isEqualTo(dir);
        assertThat(StateDirectory.of(null, Map.of("XDG_STATE_HOME", "/x")).path())
                .isEqualTo(Path.of("/x/hitless"));
        assertThat(StateDirectory.of(null, Map.of("XDG_STATE_HOME", "relative")).path())
                .isNotEqualTo(Path.of("relative/hitless"))
                .isAbsolute();
    }

    @Test
    void it_is_created_for_its_owner_only() throws IOException {
        StateDirectory state = new StateDirectory(dir.resolve("a/state"));
        state.create();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(state.path())))
                .isEqualTo("rwx------");
        state.create();
    }

    @Test
    void a_file_in_its_place_is_an_error() throws IOException {
        Path file = Files.writeString(dir.resolve("state"), "");
        assertThatThrownBy(() -> new StateDirectory(file).create()).hasMessageContaining(file + " is not a directory");
    }

    @Test
    void a_run_has_its_own_directory_and_page() {
        StateDirectory state = new StateDirectory(dir);
        RunId run = new RunId("20260304-050607-abcd");
        assertThat(state.ofRun(run))
                .isEqualTo(dir.resolve("rollouts/20260304-050607-abcd"))
                .isDirectory();
        assertThat(state.reportOf(run)).isEqualTo(dir.resolve("reports/20260304-050607-abcd.html"));
        assertThat(dir.resolve("reports")).isDirectory();
    }
}
