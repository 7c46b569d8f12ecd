package io.hitless.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code hitless vault}: what ansible-vault 2.19 does with the same options. The files in {@code vault/} are its. */
class VaultCommandTest {
    private static final Path ANSIBLES = Path.of("src/test/resources/vault");

    @TempDir
    Path dir;

    @BeforeEach
    void passwords() throws IOException {
        file("pw1", "secret1\n");
        file("pw2", "  secret2 \n\n");
        file("plain.yml", "a: 1\n");
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(dir.resolve(name), text).toString();
    }

    private String script(String name, String text) throws IOException {
        String path = file(name, "#!/bin/sh\n" + text);
        Files.setPosixFilePermissions(Path.of(path), PosixFilePermissions.fromString("rwx------"));
        return path;
    }

    private String at(String name) {
        return dir.resolve(name).toString();
    }

    private Hitless vault(String command, String... args) {
        List<String> words = new ArrayList<>(List.of("vault", command));
        words.addAll(List.of(args));
        return Hitless.run(words.toArray(String[]::new));
    }

    private Hitless vaultReading(String stdin, String command, String... args) {
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream(stdin.getBytes(UTF_8)));
        try {
            return vault(command, args);
        } finally {
            System.setIn(before);
        }
    }

    private String header(String name) throws IOException {
        return Files.readAllLines(dir.resolve(name)).getFirst();
    }

    private String mode(String name) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(dir.resolve(name)));
    }

    @Test
    void files_are_encrypted_in_place_for_their_owner_alone_and_decrypted_to_what_they_were() throws IOException {
        file("other.yml", "b: ü\n");

        assertThat(vault("encrypt", at("plain.yml"), at("other.yml"), "--vault-password-file", at("pw1"))
                        .exit())
                .isZero();
        assertThat(header("plain.yml")).isEqualTo("$ANSIBLE_VAULT;1.1;AES256");
        assertThat(mode("plain.yml")).isEqualTo("rw-------");

        assertThat(vault("decrypt", at("plain.yml"), at("other.yml"), "--vault-id", at("pw1"))
                        .exit())
                .isZero();
        assertThat(dir.resolve("plain.yml")).hasContent("a: 1\n");
        assertThat(dir.resolve("other.yml")).hasContent("b: ü\n");
        assertThat(mode("plain.yml")).isEqualTo("rw-------");
    }

    @Test
    void what_is_encrypted_is_not_encrypted_again_and_what_is_not_can_t_be_opened() throws IOException {
        assertThat(vault("view", at("plain.yml"), "--vault-password-file", at("pw1"))
                        .err())
                .contains("plain.yml is not encrypted");
        vault("encrypt", at("plain.yml"), "--vault-password-file", at("pw1"));
        String before = Files.readString(dir.resolve("plain.yml"));

        Hitless again = vault("encrypt", at("plain.yml"), "--vault-password-file", at("pw1"));

        assertThat(again.exit()).isEqualTo(1);
        assertThat(again.err()).contains("plain.yml is encrypted already");
        assertThat(dir.resolve("plain.yml")).hasContent(before);
    }

    @Test
    void what_ansible_vault_wrote_is_shown() throws IOException {
        Hitless shown = vault(
                "view",
                ANSIBLES.resolve("file.yml").toString(),
                "--vault-password-file",
                ANSIBLES.resolve("password").toString());

        assertThat(shown.out()).isEqualTo(Files.readString(ANSIBLES.resolve("plain.yml")));
    }

    @Test
    void a_label_stands_in_the_header_and_picks_the_password_to_encrypt_with() throws IOException {
        String[] both = {"--vault-id", "a@" + at("pw1"), "--vault-id", "b@" + at("pw2")};

        Hitless unclear = vault("encrypt", at("plain.yml"), both[0], both[1], both[2], both[3]);
        assertThat(unclear.exit()).isEqualTo(5);
        assertThat(unclear.err()).contains("several vault passwords", "--encrypt-vault-id");

        Hitless unknown =
                vault("encrypt", at("plain.yml"), both[0], both[1], both[2], both[3], "--encrypt-vault-id", "c");
        assertThat(unknown.exit()).isEqualTo(1);
        assertThat(unknown.err()).contains("label 'c'", "there are: a, b");

        vault("encrypt", at("plain.yml"), both[0], both[1], both[2], both[3], "--encrypt-vault-id", "b");
        assertThat(header("plain.yml")).isEqualTo("$ANSIBLE_VAULT;1.2;AES256;b");
        assertThat(vault("view", at("plain.yml"), "--vault-id", "x@" + at("pw2"))
                        .out())
                .isEqualTo("a: 1\n");
        assertThat(vault("view", at("plain.yml"), "--vault-id", "b@" + at("pw1"))
                        .exit())
                .isEqualTo(1);
    }

    @Test
    void a_new_password_replaces_the_old_one_and_the_mode_stays() throws IOException {
        vault("encrypt", at("plain.yml"), "--vault-password-file", at("pw1"));
        Files.setPosixFilePermissions(dir.resolve("plain.yml"), PosixFilePermissions.fromString("rw-r-----"));

        Hitless done = vault("rekey", at("plain.yml"), "--vault-id", at("pw1"), "--new-vault-id", "lab@" + at("pw2"));

        assertThat(done.err()).isEqualTo("Rekey successful\n");
        assertThat(header("plain.yml")).isEqualTo("$ANSIBLE_VAULT;1.2;AES256;lab");
        assertThat(mode("plain.yml")).isEqualTo("rw-r-----");
        assertThat(vault("view", at("plain.yml"), "--vault-id", at("pw1")).exit())
                .isEqualTo(1);
        vault("rekey", at("plain.yml"), "--vault-id", at("pw2"), "--new-vault-password-file", at("pw1"));
        assertThat(header("plain.yml")).isEqualTo("$ANSIBLE_VAULT;1.1;AES256");
    }

    @Test
    void standard_input_goes_to_standard_output() {
        Hitless encrypted = vaultReading("hello\n", "encrypt", "--vault-password-file", at("pw1"));
        assertThat(encrypted.out()).startsWith("$ANSIBLE_VAULT;1.1;AES256\n");

        assertThat(vaultReading(encrypted.out(), "decrypt", "--vault-password-file", at("pw1"))
                        .out())
                .isEqualTo("hello\n");
        assertThat(vaultReading(encrypted.out(), "view", "-", "--vault-password-file", at("pw1"))
                        .out())
                .isEqualTo("hello\n");
    }

    @Test
    void the_result_of_one_file_can_go_elsewhere() throws IOException {
        String[] with = {"--vault-password-file", at("pw1")};
        vault("encrypt", at("plain.yml"), with[0], with[1], "--output", at("sealed.yml"));
        assertThat(dir.resolve("plain.yml")).hasContent("a: 1\n");
        assertThat(mode("sealed.yml")).isEqualTo("rw-------");

        assertThat(vault("decrypt", at("sealed.yml"), with[0], with[1], "--output", "-")
                        .out())
                .isEqualTo("a: 1\n");
        Hitless two = vault("decrypt", at("sealed.yml"), at("sealed.yml"), with[0], with[1], "--output", at("x"));
        assertThat(two.exit()).isEqualTo(5);
    }

    @Test
    void a_client_program_is_told_the_label() throws IOException {
        String script = script("keys-client.sh", "echo \"$*\" >>'" + at("asked") + "'; printf 'secret1\\r\\n'\n");
        vault("encrypt", at("plain.yml"), "--vault-id", "prod@" + script);
        vault("view", at("plain.yml"), "--vault-id", script);
        vault("view", at("plain.yml"), "--vault-password-file", script);

        assertThat(Files.readAllLines(dir.resolve("asked")))
                .containsExactly("--vault-id prod", "", "--vault-id default");
        assertThat(vault("view", at("plain.yml"), "--vault-id", at("pw1")).out())
                .isEqualTo("a: 1\n");
    }

    @Test
    void a_value_is_encrypted_as_yaml_that_a_file_of_variables_can_hold() throws IOException {
        Hitless one = vault("encrypt_string", "--vault-id", "dev@" + at("pw1"), "hello", "-n", "token");

        assertThat(one.out()).startsWith("token: !vault |\n          $ANSIBLE_VAULT;1.2;AES256;dev\n          ");
        file(
                "site.yml",
                "- hosts: localhost\n  gather_facts: false\n  connection: local\n  tasks:\n"
                        + "    - debug: {msg: \"{{ token | length }}\"}\n");
        file("vars.yml", one.out());
        assertThat(Hitless.run(
                                "rollout",
                                at("site.yml"),
                                "-i",
                                "localhost,",
                                "-e",
                                "@" + at("vars.yml"),
                                "--vault-id",
                                "dev@" + at("pw1"))
                        .out())
                .contains("\"msg\": 5");
    }

    @Test
    void several_values_get_their_names_in_turn() {
        Hitless several = vaultReading(
                "from stdin", "encrypt_string", "--vault-id", at("pw1"), "x", "y", "-n", "a", "--stdin-name", "s");

        assertThat(several.out().lines().filter(line -> line.contains("!vault")))
                .containsExactly("s: !vault |", "a: !vault |", "!vault |");
    }

    @Test
    void an_empty_value_is_refused() {
        assertThat(vaultReading("", "encrypt_string", "--vault-id", at("pw1")).exit())
                .isEqualTo(5);
        assertThat(vault("encrypt_string", "--vault-id", at("pw1"), "").err()).contains("is empty");
        assertThat(vaultReading("", "encrypt_string", "-p", "-", "--vault-id", at("pw1"))
                        .exit())
                .isEqualTo(5);
    }

    @Test
    void a_new_file_needs_an_editor_somebody_can_see() {
        Hitless none = vault("create", at("new.yml"), "--vault-id", at("pw1"));

        assertThat(none.exit()).isEqualTo(5);
        assertThat(vault("create", at("plain.yml"), "--vault-id", at("pw1")).err())
                .contains("plain.yml exists");
    }

    @Test
    void an_empty_password_is_refused() throws IOException {
        file("empty", " \n");

        assertThat(vault("encrypt", at("plain.yml"), "--vault-id", at("empty")).err())
                .contains("no password in");
        assertThat(dir.resolve("plain.yml")).hasContent("a: 1\n");
    }
}
