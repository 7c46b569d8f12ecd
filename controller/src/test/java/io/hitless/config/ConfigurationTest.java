package io.hitless.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hitless.source.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationTest {
    @TempDir
    Path dir;

    private final List<String> warnings = new ArrayList<>();

    private Configuration read(Map<String, String> environment) {
        Map<String, String> all =
                new HashMap<>(Map.of("HOME", dir.resolve("home").toString()));
        all.putAll(environment);
        return Configuration.read(dir, all, warnings::add);
    }

    private Configuration of(String text) throws IOException {
        Files.writeString(dir.resolve("ansible.cfg"), text);
        return read(Map.of());
    }

    @Test
    void the_environment_wins_over_the_file() throws IOException {
        Files.writeString(dir.resolve("ansible.cfg"), "[defaults]\nforks = 7\nremote_user = bob\n");
        Configuration config = read(Map.of("ANSIBLE_FORKS", "9"));
        assertThat(config.number("DEFAULT_FORKS")).isEqualTo(9);
        assertThat(config.text("DEFAULT_REMOTE_USER")).isEqualTo("bob");
        assertThat(config.values())
                .filteredOn(value -> !value.isDefault())
                .extracting(value -> value.setting().name() + " " + value.origin())
                .containsExactly(
                        "DEFAULT_FORKS env: ANSIBLE_FORKS", "DEFAULT_REMOTE_USER " + dir.resolve("ansible.cfg") + ":3");
    }

    @Test
    void a_file_named_in_the_environment_comes_first_then_that_of_the_directory_then_that_of_the_user()
            throws IOException {
        Files.createDirectory(dir.resolve("home"));
        Files.writeString(dir.resolve("home/.ansible.cfg"), "[defaults]\nforks = 1\n");
        assertThat(read(Map.of()).number("DEFAULT_FORKS")).isEqualTo(1);
        assertThat(of("[defaults]\nforks = 2\n").number("DEFAULT_FORKS")).isEqualTo(2);
        Files.createDirectory(dir.resolve("other"));
        Files.writeString(dir.resolve("other/ansible.cfg"), "[defaults]\nforks = 3\n");
        assertThat(read(Map.of("ANSIBLE_CONFIG", "other")).number("DEFAULT_FORKS"))
                .isEqualTo(3);
        assertThat(read(Map.of("ANSIBLE_CONFIG", "~/.ansible.cfg")).number("DEFAULT_FORKS"))
                .isEqualTo(1);
        assertThat(read(Map.of("ANSIBLE_CONFIG", "missing")).number("DEFAULT_FORKS"))
                .as("one that is not there is passed over")
                .isEqualTo(2);
    }

    @Test
    void a_directory_that_everybody_can_write_to_gives_no_file() throws IOException {
        Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThat(of("[defaults]\nforks = 2\n").file()).isNull();
        assertThat(warnings).singleElement().asString().contains("ansible.cfg is ignored, because everybody can write");
        assertThat(read(Map.of("ANSIBLE_CONFIG", "ansible.cfg")).number("DEFAULT_FORKS"))
                .as("but by name")
                .isEqualTo(2);
        assertThat(warnings).hasSize(1);
    }

    @Test
    void the_file_is_read_as_configparser_does() throws IOException {
        Configuration config = of("""
            # a comment
            [defaults]
            FORKS : 7 ; seven
            remote_user = "bob"
            ansible_managed=a;b
              c # d
            ; another
                e
            [ssh_connection]
            ssh_args = -o A=b
            """);
        assertThat(config.number("DEFAULT_FORKS")).isEqualTo(7);
        assertThat(config.text("DEFAULT_REMOTE_USER")).isEqualTo("bob");
        assertThat(config.text("ssh_args")).isEqualTo("-o A=b");
        assertThat(config.values())
                .filteredOn(value -> value.setting().name().equals("DEFAULT_MANAGED_STR"))
                .extracting(SettingValue::written)
                .containsExactly("a;b\nc # d\ne");
    }

    @Test
    void paths_of_the_file_start_beside_it_and_those_of_the_environment_where_the_command_does() throws IOException {
        Files.createDirectory(dir.resolve("etc"));
        Files.writeString(
                dir.resolve("etc/ansible.cfg"),
                "[defaults]\nroles_path = roles:~/r:$X/r:/s\ninventory = a, b\nprivate_key_file = ~/key\n");
        Configuration config = read(Map.of("ANSIBLE_CONFIG", "etc", "X", "/x"));
        assertThat(config.paths("DEFAULT_ROLES_PATH"))
                .containsExactly(dir.resolve("etc/roles"), dir.resolve("home/r"), Path.of("/x/r"), Path.of("/s"));
        assertThat(config.paths("DEFAULT_HOST_LIST")).containsExactly(dir.resolve("etc/a"), dir.resolve("etc/b"));
        assertThat(config.path("DEFAULT_PRIVATE_KEY_FILE")).isEqualTo(dir.resolve("home/key"));
        assertThat(read(Map.of("ANSIBLE_ROLES_PATH", "roles")).paths("DEFAULT_ROLES_PATH"))
                .containsExactly(dir.resolve("roles"));
    }

    @Test
    void words_for_yes_are_those_of_ansible() throws IOException {
        for (String yes : List.of("True", "yes", "on", "1", "y", "t")) {
            assertThat(of("[privilege_escalation]\nbecome = " + yes + "\n").flag("DEFAULT_BECOME"))
                    .as(yes)
                    .isTrue();
        }
        assertThat(of("[privilege_escalation]\nbecome = maybe\n").flag("DEFAULT_BECOME"))
                .isFalse();
    }

    @Test
    void what_can_not_be_read_is_told_with_its_place() {
        wrong("[defaults]\nforks = seven\n", "ansible.cfg:2:1: 'seven' is not a value of DEFAULT_FORKS");
        wrong("[defaults]\nforks = 5 # five\n", "'5 # five' is not a value of DEFAULT_FORKS");
        wrong("[defaults]\nforks = 5\nforks = 6\n", "ansible.cfg:3:1: 'forks' occurs twice");
        wrong("[a]\nb = 1\n[a]\n", "ansible.cfg:3:1: the section [a] occurs twice");
        wrong("forks = 5\n", "ansible.cfg:1:1: this line is in no section");
        wrong("[defaults]\nforks\n", "ansible.cfg:2:1: this line has no value");
    }

    private void wrong(String text, String message) {
        assertThatThrownBy(() -> of(text).number("DEFAULT_FORKS"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining(message);
    }

    @Test
    void what_has_no_effect_is_named_as_it_is_set() throws IOException {
        Files.writeString(
                dir.resolve("ansible.cfg"), "[defaults]\nnocows = 1\nfokrs = 5\nforks = 5\n[persistent]\nx = 1\n");
        assertThat(read(Map.of("ANSIBLE_PIPELINING", "1")).ignored())
                .containsExactly("ANSIBLE_PIPELINING", "nocows", "[defaults] fokrs", "[persistent] x");
    }

    @Test
    void nothing_is_set_outside_of_a_command() {
        assertThat(Configuration.current().values()).allMatch(SettingValue::isDefault);
        assertThat(read(Map.of("ANSIBLE_FORKS", "9"))
                        .during(() -> Math.toIntExact(Configuration.current().number("DEFAULT_FORKS"))))
                .isEqualTo(9);
    }
}
