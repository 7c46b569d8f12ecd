package io.hitless.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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
        String text = output(0, file.toString());
        return text.substring(text.indexOf('[', text.indexOf("\"msg\"")) + 1, text.lastIndexOf(']'));
    }

    private static String output(int status, String... more) {
        List<String> words = new ArrayList<>(List.of("rollout", "-i", "localhost,", "-c", "local"));
        words.addAll(List.of(more));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream stdout = System.out;
        try (PrintStream captured = new PrintStream(out, true, UTF_8)) {
            System.setOut(captured);
            assertThat(new Commands().commandLine().execute(words.toArray(String[]::new)))
                    .isEqualTo(status);
        } finally {
            System.setOut(stdout);
        }
        return out.toString(UTF_8);
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

    /** Each minor on each Debian that {@code lab/builds} builds on, as docs/haproxy.md lists them. */
    @Test
    void every_minor_asks_every_debian_for_what_is_listed() throws IOException {
        String play = """
            - hosts: localhost
              gather_facts: false
              vars_files: [%1$s/haproxy/defaults/main.yml, %1$s/haproxy_build/defaults/main.yml, %1$s/haproxy_build/vars/main.yml]
              vars: {ansible_distribution: Debian, ansible_os_family: Debian, ansible_distribution_version: "{{ item[0] }}.1",
                ansible_distribution_major_version: "{{ item[0] }}"}
              tasks:
                - debug:
                    msg: "Debian {{ item[0] }}, {{ item[1] }}: {{ haproxy_packages | join(' ') }} / {{ haproxy_make | join(' ') }}
                      {{- ', src/ssl_sock.c corrected' if haproxy_corrects_openssl | bool }}{{ haproxy_refusals }}"
                  loop: "{{ [11, 12, 13] | product(minors.split() | map('regex_replace', '$', '.0')) }}"
                  vars: {haproxy_version: "{{ item[1] }}", minors: 1.8 1.9 2.0 2.1 2.2 2.3 2.4 2.5 2.6 2.7 2.8 2.9 3.0 3.1 3.2 3.3 3.4}
            """.formatted(ROLES);
        String text =
                output(0, Files.writeString(dir.resolve("debian.yml"), play).toString());
        String asked = Pattern.compile("\"msg\": \"(Debian .*)\"")
                .matcher(text)
                .results()
                .map(found -> found.group(1) + "\n")
                .collect(Collectors.joining());
        assertThat(asked).isEqualTo(resource("/haproxy/debian.txt"));
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = HaproxyTablesTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    /** Before a package is installed; in check mode, so that a role that refuses nothing does no harm here. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Debian | 12.9 | 1.8.0  | LUA_LIB_NAME=lua5.4        | HAProxy before 2.3 knows Lua 5.3 at most, and"
                        + " here it is 5.4. Leave USE_LUA out",
                "Rocky  | 9.3  | 2.2.0  | USE_LUA=1                  | HAProxy before 2.3 knows Lua 5.3 at most, and"
                        + " here it is 5.4",
                "CentOS | 7.5  | 1.8.14 | USE_LUA=1                  | HAProxy needs Lua 5.3 or later, and here it is"
                        + " 5.1",
                "Debian | 12.9 | 2.2.9  | USE_QUIC=1                 | HAProxy before 2.4 has no QUIC",
                "Debian | 13.1 | 2.8.0  | USE_QUIC=1                 | HAProxy before 2.9 needs QuicTLS for QUIC",
                "Debian | 13.1 | 3.1.0  | USE_QUIC=1                 | HAProxy before 3.2 builds QUIC against OpenSSL"
                        + " only with USE_QUIC_OPENSSL_COMPAT=1",
                "Debian | 12.9 | 3.2.0  | USE_QUIC=1                 | Against OpenSSL before 3.5 HAProxy builds QUIC"
                        + " only with USE_QUIC_OPENSSL_COMPAT=1, and here it is 3.0",
                "CentOS | 7.5  | 3.0.11 | USE_QUIC=1 USE_QUIC_OPENSSL_COMPAT=1 | USE_QUIC_OPENSSL_COMPAT needs OpenSSL"
                        + " 1.1.1 or later, and here it is 1.0.2",
                "Debian | 12.9 | 2.8.0  | USE_QUIC_OPENSSL_COMPAT=1  | HAProxy before 2.9 does not know"
                        + " USE_QUIC_OPENSSL_COMPAT",
                "Debian | 12.9 | 2.2.9  | USE_PROMEX=1               | HAProxy before 2.4 does not know USE_PROMEX",
                "Debian | 12.9 | 3.0.11 | USE_PCRE=1                 | USE_PCRE and USE_PCRE2 exclude each other",
                "Debian | 12.9 | 1.7.14 | ''                         | the oldest that can be built is 1.8.0",
                "Debian | 12.9 | 3.0    | ''                         | 'haproxy_version is 3.0. Give all three"
                        + " numbers'",
                "Gentoo | 2.15 | 3.0.11 | ''                         | Gentoo 2.15 is in no row of"
                        + " roles/haproxy_build/vars/main.yml",
            })
    void what_would_not_compile_is_refused_before_anything_is_done(
            String distribution, String release, String version, String flags, String why) throws IOException {
        assertThat(role("main", 2, distribution, release, version, flags))
                .contains(why)
                .doesNotContain("Read what is installed");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Debian | 12.9 | 2.8.0 | USE_QUIC=1 SSL_INC=/opt/quictls/include SSL_LIB=/opt/quictls/lib",
                        "Debian | 13.1 | 3.2.0 | USE_QUIC=1",
                "Debian | 12.9 | 2.9.0 | USE_QUIC=1 USE_QUIC_OPENSSL_COMPAT=1",
                        "CentOS | 7.5 | 1.8.14 | USE_LUA=1 LUA_INC=/opt/lua/src LUA_LIB=/opt/lua/src",
                "Rocky | 9.3 | 2.3.0 | USE_LUA=1", "Rocky | 8.9 | 2.2.0 | USE_LUA=1"
            })
    void what_compiles_with_a_library_of_ones_own_or_later_is_not_refused(
            String distribution, String release, String version, String flags) throws IOException {
        role("refuse", 0, distribution, release, version, flags);
    }

    private String role(String tasks, int status, String distribution, String release, String version, String flags)
            throws IOException {
        String family = Map.of("CentOS", "RedHat", "Rocky", "RedHat").getOrDefault(distribution, distribution);
        Path play = Files.writeString(dir.resolve("role.yml"), """
            - hosts: localhost
              gather_facts: false
              vars: {ansible_distribution: %s, ansible_distribution_version: "%s", ansible_distribution_major_version: "%s", ansible_os_family: %s,
                haproxy_version: "%s", haproxy_extra_flags: "{{ '%s'.split() }}"}
              tasks:
                - include_role: {name: %s/haproxy_build, tasks_from: %s}
            """.formatted(
                        distribution, release, release.replaceAll("[.].*", ""), family, version, flags, ROLES, tasks));
        return output(status, "--check", play.toString());
    }
}
