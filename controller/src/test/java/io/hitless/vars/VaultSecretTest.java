package io.hitless.vars;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hitless.source.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where a vault password comes from. */
class VaultSecretTest {
    @TempDir
    private Path directory;

    private Path file(String name, String content) throws IOException {
        return Files.writeString(directory.resolve(name), content);
    }

    private String printed(String name, @Nullable String label, String script) throws IOException {
        Path program = file(name, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        return VaultSecret.ofFile(label, program).password().get();
    }

    @Test
    void a_file_holds_the_password_and_blanks_around_it_do_not_count() throws IOException {
        VaultSecret secret = VaultSecret.ofFile(null, file("password", "  a b \n"));
        assertThat(secret.id()).isEqualTo("default");
        assertThat(secret.password().get()).isEqualTo("a b");
        assertThat(VaultSecret.ofFile("prod", file("password", "x")).id()).isEqualTo("prod");
    }

    @Test
    void a_program_prints_the_password_and_only_line_ends_do_not_count() throws IOException {
        assertThat(printed("get.sh", "prod", "printf ' a b \\r\\n\\n'")).isEqualTo(" a b ");
    }

    @ParameterizedTest
    @CsvSource({
        "keys-client, prod, --vault-id prod",
        "keys-client.sh, prod, --vault-id prod",
        "keys-client.sh, , none",
        "keys.sh, prod, none",
        ".keys-client, prod, --vault-id prod"
    })
    void only_a_client_is_given_the_label(String name, @Nullable String label, String arguments) throws IOException {
        assertThat(printed(name, label, "echo \"${*:-none}\"")).isEqualTo(arguments);
    }

    @Test
    void no_password_is_an_error() throws IOException {
        Path empty = file("empty", " \n");
        assertThatThrownBy(VaultSecret.ofFile(null, empty).password()::get)
                .isInstanceOf(UserError.class)
                .hasMessage("no password in " + empty);
        assertThatThrownBy(() -> printed("nothing.sh", null, "echo")).hasMessageContaining("no password in");
    }

    @Test
    void a_program_that_fails_and_a_file_that_is_not_there_are_errors() {
        assertThatThrownBy(() -> printed("fails.sh", null, "echo x; exit 3"))
                .isInstanceOf(UserError.class)
                .hasMessageEndingWith("ended with status 3");
        assertThatThrownBy(VaultSecret.ofFile(null, directory.resolve("none")).password()::get)
                .isInstanceOf(UserError.class)
                .hasMessageContaining("cannot read the vault password file");
    }

    @Test
    void a_secret_shows_its_label_and_never_its_password() {
        assertThat(new VaultSecret("prod", () -> "hidden")).hasToString("vault secret prod");
    }
}
