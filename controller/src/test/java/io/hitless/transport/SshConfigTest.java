package io.hitless.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hitless.source.Problems;
import io.hitless.source.SourceFile;
import io.hitless.source.UserError;
import io.hitless.source.UserErrors;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SshConfigTest {
    private static final Path HOME = Path.of("/home/op");

    private static SshOptions resolve(String config, String host) {
        return resolve(config, host, Map.of());
    }

    private static SshOptions resolve(String config, String host, Map<String, String> options) {
        Problems problems = new Problems();
        var settings = SshConfigFile.parse(new SourceFile("config", config), HOME, problems);
        problems.throwIfAny();
        SshSettings standard = SshSettings.standard()
                .withHome(HOME)
                .withEnvironment(Map.of("SSH_AUTH_SOCK", "/run/agent", "KEYS", "/keys"));
        return new SshConfig(standard, settings)
                .resolve(new Target.Ssh(host, null, null, null, List.of(), options, null, 0));
    }

    @Test
    void the_first_value_wins() {
        SshOptions options = resolve("Host lb*\n  Port 2222\nHost *\n  Port 2022\n  User ops\n", "lb1");
        assertThat(options.port()).isEqualTo(2222);
        assertThat(options.user()).isEqualTo("ops");
    }

    @Test
    void options_of_the_target_come_before_the_file() {
        assertThat(resolve("Port 2222\n", "lb1", Map.of("port", "22022")).port())
                .isEqualTo(22022);
    }

    @Test
    void a_negated_pattern_excludes() {
        String config = "Host * !lb3\n  User ops\nHost *\n  User other\n";
        assertThat(resolve(config, "lb1").user()).isEqualTo("ops");
        assertThat(resolve(config, "lb3").user()).isEqualTo("other");
    }

    @Test
    void a_host_name_is_filled_in_and_matched_by_match_host() {
        SshOptions options = resolve(
                "Host lb1\n"
                        + "  HostName %h.example.net\n"
                        + "Match host *.example.net user nobody-else\n"
                        + "  Port 9\n"
                        + "Match host *.example.net\n"
                        + "  Port 8\n",
                "lb1");
        assertThat(options.hostName()).isEqualTo("lb1.example.net");
        assertThat(options.port()).isEqualTo(8);
    }

    @Test
    void match_final_is_read_last() {
        assertThat(resolve("Match final all\n  Port 1\nHost *\n  Port 2\n", "lb1")
                        .port())
                .isEqualTo(2);
        assertThat(resolve("Match final all\n  Port 1\nHost *\n  User x\n", "lb1")
                        .port())
                .isEqualTo(1);
    }

    @Test
    void a_match_that_is_not_supported_is_refused_only_for_hosts_that_come_to_it() {
        String config = "Match host lb* exec \"true\"\n  Port 1\n";
        assertThat(resolve(config, "web1").port()).isEqualTo(22);
        assertThatThrownBy(() -> resolve(config, "lb1"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("config:1:16: 'Match exec' is not supported");
    }

    @Test
    void identity_files_add_up_and_are_filled_in() {
        SshOptions options = resolve(
                "IdentityFile ~/.ssh/%h\nIdentityFile \"${KEYS}/with space\"\nHost *\n  IdentityFile /third\n", "lb1");
        assertThat(options.keys().files())
                .containsExactly(Path.of("/home/op/.ssh/lb1"), Path.of("/keys/with space"), Path.of("/third"));
    }

    @Test
    void without_configuration_the_defaults_of_ssh_hold() {
        SshOptions options = resolve("", "lb1");
        assertThat(options.keys().files()).contains(HOME.resolve(".ssh/id_rsa"), HOME.resolve(".ssh/id_ed25519"));
        assertThat(options.port()).isEqualTo(22);
        assertThat(options.hostKeys().acceptNew()).isFalse();
        assertThat(options.keys().agent()).isEqualTo(Path.of("/run/agent"));
        assertThat(options.limits().connectTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(options.hostKeys().files()).first().isEqualTo(HOME.resolve(".ssh/known_hosts"));
    }

    @Test
    void no_known_hosts_file_does_not_turn_the_check_off() {
        SshOptions options = resolve("StrictHostKeyChecking no\nUserKnownHostsFile /dev/null\n", "lb1");
        assertThat(options.hostKeys().acceptNew()).isTrue();
        assertThat(options.hostKeys().files()).first().isEqualTo(HOME.resolve(".ssh/known_hosts"));
    }

    @Test
    void of_jump_and_proxy_command_the_first_holds() {
        assertThat(resolve("ProxyJump a,b@c:1\nProxyCommand nc %h %p\n", "lb1")
                        .route()
                        .jumps())
                .containsExactly("a", "b@c:1");
        SshOptions options = resolve("ProxyCommand nc %h %p\nProxyJump a\n", "lb1");
        assertThat(options.route().proxyCommand()).isEqualTo("nc lb1 22");
        assertThat(options.route().jumps()).isEmpty();
        assertThat(resolve("Host lb1\n  ProxyJump none\nHost *\n  ProxyJump a\n", "lb1")
                        .route()
                        .jumps())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a;touch x",
                "$(touch x)",
                "`x`",
                "a|b",
                "a&b",
                "a>b",
                "a<b",
                "-oProxyCommand=x",
                "a b",
                "a\nb",
                "a'b",
                "a\"b",
                "a\\b",
                "$HOME",
                "{a,b}",
                "a\u001bb"
            })
    void a_host_name_that_a_shell_would_act_on_is_refused(String name) {
        assertThatThrownBy(() -> resolve("", name))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("the host name '" + name + "'");
        assertThatThrownBy(() -> resolve("", "lb1", Map.of("hostname", "\"" + name.replace("\"", "'") + "\"")))
                .isInstanceOf(UserError.class);
        assertThatThrownBy(() -> resolve(
                        "ProxyCommand nc %k 22\n",
                        "lb1", Map.of("hostkeyalias", "\"" + name.replace("\"", "'") + "\"")))
                .isInstanceOf(UserError.class);
        assertThatThrownBy(() -> JumpHost.target("ops@" + name)).isInstanceOf(UserError.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a;touch x",
                "$(touch x)",
                "`x`",
                "a|b",
                "a&b",
                "a>b",
                "a<b",
                "-l",
                "a\nb",
                "a'b",
                "a\"b",
                "a\\",
                "a -b",
                "{a,b}"
            })
    void a_user_name_that_a_shell_would_act_on_is_refused(String name) {
        assertThatThrownBy(() -> as(name))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("the user name '" + name + "'");
        assertThatThrownBy(() -> JumpHost.target(name + "@lb1")).isInstanceOf(UserError.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"deploy", "first.last", "EXAMPLE\\ops", "ops@example.net", "machine$", "first last", "žofie"})
    void other_user_names_pass(String name) {
        assertThat(as(name).user()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"lb1", "lb-1.example.net", "::1", "fe80::1%eth0", "lb_1", "10.0.0.1"})
    void other_host_names_pass(String name) {
        assertThat(resolve("", name).hostName()).isEqualTo(name);
    }

    private static SshOptions as(String user) {
        return new SshConfig(SshSettings.standard().withHome(HOME), List.of())
                .resolve(new Target.Ssh("lb1", null, user, null, List.of(), Map.of(), null, 0));
    }

    @Test
    void jump_hosts_are_checked_before_they_reach_a_proxy_command() {
        String jump = "ProxyJump $(touch${IFS}x)\n";
        assertThatThrownBy(() -> resolve("ProxyCommand nc -J %j %h\n" + jump, "lb1"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("does not take");
        assertThat(resolve("ProxyCommand nc %h %p\n" + jump, "lb1").route().proxyCommand())
                .isEqualTo("nc lb1 22"); // the hop is not used
    }

    @Test
    void times_have_units() {
        SshOptions options = resolve("ConnectTimeout 1m30s\nServerAliveInterval=20\nServerAliveCountMax = 2\n", "lb1");
        assertThat(options.limits().connectTimeout()).isEqualTo(Duration.ofSeconds(90));
        assertThat(options.limits().aliveInterval()).isEqualTo(Duration.ofSeconds(20));
        assertThat(options.limits().aliveCount()).isEqualTo(2);
    }

    @Test
    void every_bad_value_is_told_with_its_place() {
        assertThatThrownBy(() -> resolve("Port many\n\n  StrictHostKeyChecking perhaps\nHost\n", "lb1"))
                .isInstanceOfSatisfying(
                        UserErrors.class,
                        errors -> assertThat(errors.each())
                                .extracting(Throwable::getMessage)
                                .containsExactly(
                                        "config:1:6: bad value 'many' of 'port': expected a number",
                                        "config:3:25: bad value 'perhaps' of 'stricthostkeychecking': expected yes,"
                                                + " accept-new, ask or no",
                                        "config:4:1: missing value of 'Host'"));
    }

    @Test
    void included_files_stand_where_they_are_included(@TempDir Path directory) throws Exception {
        Files.writeString(directory.resolve("config"), "Host lb*\n  Include conf.d/*\nHost *\n  Port 3\n  User late\n");
        Files.createDirectory(directory.resolve("conf.d"));
        Files.writeString(directory.resolve("conf.d/b"), "Host lb1\n  User b\n");
        Files.writeString(directory.resolve("conf.d/a"), "Port 1\n");
        SshConfig config = SshConfig.read(SshSettings.standard()
                .withConfigFiles(List.of(directory.resolve("config"), directory.resolve("missing"))));
        SshOptions lb1 = config.resolve(new Target.Ssh("lb1", null, null, null, List.of(), Map.of(), null, 0));
        assertThat(lb1.port()).isEqualTo(1);
        assertThat(lb1.user()).isEqualTo("b");
        assertThat(config.resolve(new Target.Ssh("web", null, null, null, List.of(), Map.of(), null, 0))
                        .port())
                .isEqualTo(3);
    }

    @Test
    void jump_hosts_are_read_with_user_port_and_address() {
        assertThat(JumpHost.target("ops@[::1]:2222"))
                .isEqualTo(new Target.Ssh("::1", 2222, "ops", null, List.of(), Map.of(), null, 0));
        assertThatThrownBy(() -> JumpHost.target("a:b:c")).isInstanceOf(UserError.class);
    }
}
