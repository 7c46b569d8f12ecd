package io.hitless.cli.vault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hitless.source.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretEditorTest {
    @TempDir
    Path dir;

    /** An editor that notes where the file is and who may read it, and then does what the lines say. */
    private String editor(String lines) throws IOException {
        Path script = dir.resolve("my editor");
        Files.writeString(
                script,
                "#!/bin/sh\nprintf '%s\\n' \"$1\" >'" + dir + "/seen'\nstat -c %a \"$1\" \"${1%/*}\" >>'" + dir
                        + "/seen'\n" + lines);
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        return "'" + script + "'";
    }

    private List<String> seen() throws IOException {
        return Files.readAllLines(dir.resolve("seen"));
    }

    @Test
    void what_the_editor_wrote_is_returned() throws Exception {
        try (SecretEditor editor = SecretEditor.open("db.yml")) {
            byte[] edited = editor.edit("a: 1\n".getBytes(UTF_8), editor("echo 'b: 2' >>\"$1\"\n"));

            assertThat(new String(edited, UTF_8)).isEqualTo("a: 1\nb: 2\n");
        }
    }

    @Test
    void the_file_is_its_owners_and_keeps_its_ending() throws Exception {
        try (SecretEditor editor = SecretEditor.open("db.yml")) {
            editor.edit(new byte[0], editor(""));
        }

        assertThat(seen().getFirst()).endsWith("/db.yml");
        assertThat(seen().subList(1, 3)).containsExactly("600", "700");
    }

    @Test
    void nothing_is_left_of_it_nor_of_the_editors_copies() throws Exception {
        try (SecretEditor editor = SecretEditor.open("db.yml")) {
            editor.edit("secret".getBytes(UTF_8), editor("cp \"$1\" \"$1~\"\n"));
        }

        assertThat(Path.of(seen().getFirst()).getParent()).doesNotExist();
    }

    @Test
    void an_editor_that_fails_is_an_error_and_leaves_nothing() throws Exception {
        String command = editor("echo half >\"$1\"; exit 3\n");
        try (SecretEditor editor = SecretEditor.open("db.yml")) {
            assertThatThrownBy(() -> editor.edit("secret".getBytes(UTF_8), command))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("ended with status 3");
        }

        assertThat(Path.of(seen().getFirst()).getParent()).doesNotExist();
    }
}
