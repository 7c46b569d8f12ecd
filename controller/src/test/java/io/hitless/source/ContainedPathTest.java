package io.hitless.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContainedPathTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"../x", "a/../../x", "/../x", "..", ".", "", "/", "a/../..", "a\0b"})
    void a_name_that_leads_outside_is_refused(String name) {
        assertThatThrownBy(() -> ContainedPath.below(directory, name))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("leads outside of");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/b", "/a/b", "//a/b", "a/./b", "a/c/../b"})
    void a_name_that_stays_inside_is_a_path_below(String name) {
        assertThat(ContainedPath.below(directory, name)).isEqualTo(directory.resolve("a/b"));
    }

    @Test
    void a_link_that_leads_outside_is_refused() throws Exception {
        Path inside = Files.createDirectory(directory.resolve("inside"));
        Files.createDirectory(directory.resolve("outside"));
        Files.createSymbolicLink(inside.resolve("way"), directory.resolve("outside"));
        assertThatThrownBy(() -> ContainedPath.below(inside, "way/x")).isInstanceOf(UserError.class);
        assertThat(ContainedPath.below(inside, "other/x")).isEqualTo(inside.resolve("other/x"));
    }
}
