package io.hitless.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.vars.Vault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that {@code ansible-vault} encrypted come to hosts in clear, and what they hold is shown nowhere. */
class VaultedFilesTest {
    private static final byte[] BINARY = {0, 1, (byte) 0xff, (byte) 0xfe, 10, 0};

    @TempDir
    Path dir;

    @BeforeEach
    void tree() throws IOException {
        Files.writeString(dir.resolve("hosts.yml"), "all: {hosts: {h1: {ansible_connection: local}}}\n");
        Files.writeString(dir.resolve("pass"), "wrong\n");
        Files.writeString(dir.resolve("id"), "sesame\n");
        Files.createDirectory(dir.resolve("out"));
        vaulted("secret.txt", "first secret line\nsecond secret line\n".getBytes(UTF_8));
        vaulted("b.bin", BINARY);
        vaulted("d/deep.txt", "deep in a directory\n".getBytes(UTF_8));
        vaulted("t.j2", "{{ inventory_hostname }} template-secret-word\n".getBytes(UTF_8));
        vaulted("s.sh", "#!/bin/sh\necho \"script-secret-said $1\"\n".getBytes(UTF_8));
    }

    private void vaulted(String name, byte[] content) throws IOException {
        Path file = dir.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, Vault.encrypt(content, "sesame", "prod"));
    }

    @Test
    void every_way_of_a_file_to_a_host_opens_it() throws IOException {
        Hitless run = rollout("""
            - copy: {src: secret.txt, dest: OUT/secret.txt}
            - copy: {src: secret.txt, dest: OUT/cipher.txt, decrypt: false}
            - copy: {src: b.bin, dest: OUT/b.bin}
            - copy: {src: d, dest: OUT/}
            - template: {src: t.j2, dest: OUT/t}
            - script: s.sh arg
              register: said
            - copy: {content: "{{ said.stdout_lines[0] }}", dest: OUT/said}
            - copy:
                content: "{{ lookup('file', 'secret.txt') }}|{{ lookup('unvault', 'secret.txt') }}|{{ lookup('template', 't.j2') }}"
                dest: OUT/looked
            - debug: {msg: "{{ lookup('file', 'secret.txt') }} {{ lookup('template', 't.j2') }}"}
            """, "--vault-password-file", "pass", "--vault-password-file", "id", "--diff", "-vv");
        assertThat(run.exit()).as(run.out() + run.err()).isZero();
        assertThat(out("secret.txt")).isEqualTo("first secret line\nsecond secret line\n");
        assertThat(out("cipher.txt")).startsWith("$ANSIBLE_VAULT;1.2;AES256;prod\n");
        assertThat(Files.readAllBytes(dir.resolve("out/b.bin"))).isEqualTo(BINARY);
        assertThat(out("d/deep.txt")).isEqualTo("deep in a directory\n");
        assertThat(out("t")).isEqualTo("h1 template-secret-word\n");
        assertThat(out("said")).isEqualTo("script-secret-said arg");
        assertThat(out("looked"))
                .isEqualTo("first secret line\n"
                        + "second secret line|first secret line\n"
                        + "second secret line\n"
                        + "|h1 template-secret-word\n");
        assertThat(run.out())
                .doesNotContain("first secret line")
                .doesNotContain("second secret line")
                .doesNotContain("deep in a directory");
    }

    @Test
    void without_a_password_no_host_is_touched() throws IOException {
        for (String task :
                List.of("copy: {src: secret.txt, dest: OUT/x}", "template: {src: t.j2, dest: OUT/x}", "script: s.sh")) {
            Hitless run = rollout("- copy: {content: first, dest: OUT/first}\n- " + task + "\n");
            assertThat(run.exit()).as(run.out()).isEqualTo(4);
            assertThat(run.err())
                    .contains("this is encrypted, and there is no vault password")
                    .contains("site.yml:5");
            assertThat(dir.resolve("out/first")).doesNotExist();
        }
        assertThat(rollout("- copy: {src: secret.txt, dest: OUT/x, decrypt: false}\n")
                        .exit())
                .isZero();
    }

    private String out(String name) throws IOException {
        return Files.readString(dir.resolve("out").resolve(name));
    }

    private Hitless rollout(String tasks, String... options) throws IOException {
        String play = "- hosts: all\n  gather_facts: false\n  tasks:\n"
                + tasks.replace("OUT", dir.resolve("out").toString()).indent(4);
        Path site = Files.writeString(dir.resolve("site.yml"), play);
        List<String> args = new ArrayList<>(
                List.of("rollout", "-i", dir.resolve("hosts.yml").toString()));
        for (String option : options) {
            args.add(
                    List.of("pass", "id").contains(option) ? dir.resolve(option).toString() : option);
        }
        args.add(site.toString());
        return Hitless.run(args.toArray(String[]::new));
    }
}
