package io.hitless.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What {@code playbooks/roles/haproxy_build} asks of a distribution and of {@code make}, by distribution and version of
 * HAProxy.
 */
class HaproxyTablesTest {
    private static final Path ROLES =
            Path.of("../playbooks/roles").toAbsolutePath().normalize();

    @TempDir
    Path dir;

    /** The packages, a slash, and the arguments of make. */
    private String asked(String distribution, String release, String family, String version) throws IOException {
        return said("""
            - hosts: localhost
              gather_facts: false
              vars_files: [%1$s/haproxy/defaults/main.yml, %1$s/haproxy_build/defaults/main.yml, %1$s/haproxy_build/vars/main.yml]
              vars: {ansible_distribution: %2$s, ansible_distribution_version: "%3$s", ansible_distribution_major_version: "%4$s",
                ansible_os_family: %5$s}
              tasks:
                - debug: {msg: "[{{ haproxy_packages | join(' ') }} / {{ haproxy_make | join(' ') }}]"}
                  vars: {haproxy_version: "%6$s"}
            """.formatted(ROLES, distribution, release, release.replaceAll("[.].*", ""), family, version));
    }

    private String said(String playbook) throws IOException {
        Path file = Files.writeString(dir.resolve("tables.yml"), playbook);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream stdout = System.out;
        try (PrintStream captured = new PrintStream(out, true, UTF_8)) {
            System.setOut(captured);
            assertThat(Main.commandLine().execute("rollout", "-i", "localhost,", "-c", "local", file.toString()))
                    .isZero();
        } finally {
            System.setOut(stdout);
        }
        String text = out.toString(UTF_8);
        return text.substring(text.indexOf('[', text.indexOf("\"msg\"")) + 1, text.lastIndexOf(']'));
    }

    @ParameterizedTest
    @CsvSource({
        "Debian, 11.11, Debian, 1.8.14",
        "Debian, 12.9, Debian, 1.8.14",
        "Debian, 12.9, Debian, 2.2.9",
        "Debian, 12.9, Debian, 2.6.12",
        "Debian, 13.1, Debian, 2.6.12",
        "Ubuntu, 22.04, Debian, 2.4.0",
        "Ubuntu, 24.04, Debian, 2.0.0"
    })
    void versions_before_27_take_lua_53(String distribution, String release, String family, String version)
            throws IOException {
        assertThat(asked(distribution, release, family, version))
                .contains(" liblua5.3-dev ", " libsystemd-dev", " USE_LUA=1")
                .doesNotContain("lua5.4");
    }

    @ParameterizedTest
    @CsvSource({
        "Debian, 11.11, Debian, 2.7.0",
        "Debian, 12.9, Debian, 3.0.11",
        "Debian, 13.1, Debian, 3.4.0",
        "Ubuntu, 24.04, Debian, 2.8.3"
    })
    void later_ones_take_lua_54(String distribution, String release, String family, String version) throws IOException {
        assertThat(asked(distribution, release, family, version))
                .contains(" liblua5.4-dev ", " USE_LUA=1")
                .doesNotContain("lua5.3");
    }

    @Test
    void libraries_are_named_and_found_by_version_elsewhere_too() throws IOException {
        assertThat(asked("Alpine", "3.20", "Alpine", "2.6.12"))
                .contains("lua5.3-dev", "LUA_INC=/usr/include/lua5.3")
                .doesNotContain("5.4");
        assertThat(asked("Alpine", "3.20", "Alpine", "2.8.0"))
                .contains("lua5.4-dev", "LUA_INC=/usr/include/lua5.4")
                .doesNotContain("5.3");
        assertThat(asked("openSUSE", "15", "Suse", "2.6.12"))
                .contains("lua53-devel", "systemd-devel")
                .doesNotContain("lua54");
        assertThat(asked("openSUSE", "15", "Suse", "3.2.0"))
                .contains("lua54-devel")
                .doesNotContain("lua53", "systemd-devel");
    }

    @Test
    void the_recipe_that_it_all_began_with_is_as_it_was() throws IOException {
        assertThat(asked("Ubuntu", "16.04", "Debian", "1.8.14"))
                .isEqualTo("ca-certificates gcc libc6-dev liblua5.3-dev libpcre3-dev libssl-dev make wget zlib1g-dev"
                        + " libsystemd-dev / TARGET=linux2628 USE_GETADDRINFO=1 USE_ZLIB=1 USE_REGPARM=1"
                        + " USE_OPENSSL=1 USE_LUA=1 USE_SYSTEMD=1 USE_PCRE=1 USE_PCRE_JIT=1 USE_NS=1");
        assertThat(asked("CentOS", "7.5", "RedHat", "1.8.14"))
                .contains("inotify-tools wget tar gzip make gcc perl pcre-devel")
                .doesNotContain("USE_LUA");
    }

    @Test
    void a_new_compiler_is_told_how_old_sources_are_meant() throws IOException {
        assertThat(asked("Debian", "12.9", "Debian", "1.9.0")).contains("CC=gcc -fcommon");
        assertThat(asked("Debian", "12.9", "Debian", "2.0.0"))
                .doesNotContain("-fcommon")
                .contains("TARGET=linux-glibc");
    }
}
