package io.hitless.run.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hitless.agent.Become;
import io.hitless.playbook.Tags;
import io.hitless.run.MapScope;
import io.hitless.run.Playbooks;
import io.hitless.run.settings.Mode;
import io.hitless.run.settings.RunSettings;
import io.hitless.source.UserError;
import io.hitless.transport.Target;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HostAccessTest {
    private static final RunSettings.Login LOGIN = new RunSettings.Login(
            "ops", "pw", Path.of("/keys/id"), null, Map.of("user", "x"), Duration.ofSeconds(7), 3, "/var/tmp");
    private static final RunSettings.Login NO_LOGIN =
            new RunSettings.Login(null, null, null, null, Map.of(), Duration.ofSeconds(7), 0, null);
    private static final RunSettings.Elevation NO_BECOME =
            new RunSettings.Elevation(false, Become.Method.SUDO, "root", null, null, null);

    private final List<String> secrets = new ArrayList<>();

    @Test
    void the_command_line_says_how_to_log_in_unless_anything_else_does() {
        assertThat(ssh("{ping: }", Map.of(), LOGIN))
                .isEqualTo(new Target.Ssh(
                        "web1",
                        null,
                        "ops",
                        new Target.Secret("pw"),
                        List.of(Path.of("/keys/id")),
                        Map.of("user", "x"),
                        Duration.ofSeconds(7),
                        3,
                        "/var/tmp"));
        assertThat(secrets)
                .as("passwords of the command line are known as secret already")
                .isEmpty();
    }

    @Test
    void keywords_override_the_command_line() {
        Target.Ssh ssh = ssh("{ping: , remote_user: deploy, port: '{{ p }}'}", Map.of("p", 2222), LOGIN);
        assertThat(ssh.user()).isEqualTo("deploy");
        assertThat(ssh.port()).isEqualTo(2222);
    }

    @Test
    void a_keyword_that_is_undefined_is_an_error() {
        assertThatThrownBy(() -> ssh("{ping: , remote_user: '{{ nope }}'}", Map.of(), LOGIN))
                .hasMessageContaining("in 'remote_user': 'nope' is undefined");
    }

    @Test
    void variables_override_keywords() {
        Target.Ssh ssh = ssh(
                "{ping: , remote_user: deploy, port: 22}",
                Map.of(
                        "ansible_host", "10.0.0.1",
                        "ansible_port", " 2222 ",
                        "ansible_user", "admin",
                        "ansible_ssh_pass", "s3cret",
                        "ansible_ssh_private_key_file", "/keys/other",
                        "ansible_remote_tmp", "/tmp",
                        "ansible_ssh_common_args", "-o ForwardAgent=yes"),
                LOGIN);
        assertThat(ssh.host()).isEqualTo("10.0.0.1");
        assertThat(ssh.port()).isEqualTo(2222);
        assertThat(ssh.user()).isEqualTo("admin");
        assertThat(ssh.password()).isEqualTo(new Target.Secret("s3cret"));
        assertThat(ssh.keyFiles()).containsExactly(Path.of("/keys/other"));
        assertThat(ssh.options()).containsEntry("forwardagent", "yes").containsEntry("user", "x");
        assertThat(ssh.remoteTmp()).isEqualTo("/tmp");
        assertThat(secrets).containsExactly("s3cret");
    }

    @Test
    void a_key_below_the_home_directory_is_found_there() {
        assertThat(ssh("{ping: }", Map.of("ansible_private_key_file", "~/.ssh/id"), NO_LOGIN)
                        .keyFiles())
                .containsExactly(Path.of(System.getProperty("user.home"), ".ssh/id"));
    }

    @Test
    void without_any_of_it_ssh_decides() {
        Target.Ssh ssh = ssh("{ping: }", Map.of(), NO_LOGIN);
        assertThat(ssh.user()).isNull();
        assertThat(ssh.password()).isNull();
        assertThat(ssh.keyFiles()).isEmpty();
        assertThat(ssh.remoteTmp()).isNull();
    }

    @Test
    void a_local_connection_is_this_machine_and_an_unknown_one_an_error() {
        assertThat(access("{ping: , connection: local}", Map.of(), NO_LOGIN, NO_BECOME)
                        .target())
                .isEqualTo(new Target.Local(null, null));
        assertThat(access("{ping: }", Map.of("ansible_connection", "ansible.builtin.local"), LOGIN, NO_BECOME)
                        .target())
                .isEqualTo(new Target.Local("/var/tmp", null));
        assertThatThrownBy(() -> ssh("{ping: }", Map.of("ansible_connection", "winrm"), LOGIN))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("ansible_connection 'winrm' is not known");
    }

    @Test
    void a_port_that_is_no_number_is_an_error() {
        assertThatThrownBy(() -> ssh("{ping: }", Map.of("ansible_port", "many"), LOGIN))
                .hasMessageContaining("host web1: ansible_port is not a number: many");
    }

    @Test
    void the_connect_timeout_can_be_changed_and_nothing_else() {
        HostAccess access = access("{ping: , become: true}", Map.of(), LOGIN, NO_BECOME);
        HostAccess within = access.within(Duration.ofSeconds(1));
        assertThat(within.become()).isEqualTo(access.become());
        assertThat(within.target()).isEqualTo(access.target().connectingWithin(Duration.ofSeconds(1)));
    }

    @Test
    void a_task_becomes_another_user_by_keyword_variable_or_command_line() {
        assertThat(become("{ping: }", Map.of(), NO_BECOME)).isNull();
        assertThat(become("{ping: , become: true}", Map.of(), NO_BECOME))
                .isEqualTo(new Become(Become.Method.SUDO, "root", null, null, null));
        assertThat(become("{ping: }", Map.of("ansible_become", "yes", "ansible_become_user", "web"), NO_BECOME))
                .isEqualTo(new Become(Become.Method.SUDO, "web", null, null, null));
        RunSettings.Elevation su = new RunSettings.Elevation(true, Become.Method.SU, "db", "pw", "/bin/su", "-l");
        assertThat(become("{ping: }", Map.of(), su))
                .isEqualTo(new Become(Become.Method.SU, "db", "pw", "/bin/su", "-l"));
        assertThat(become("{ping: , become: false}", Map.of(), su)).isNull();
    }

    @Test
    void a_become_method_may_be_qualified_and_must_be_known() {
        assertThat(become("{ping: , become: true, become_method: ansible.builtin.su}", Map.of(), NO_BECOME))
                .extracting(become -> Objects.requireNonNull(become).method())
                .isEqualTo(Become.Method.SU);
        assertThatThrownBy(() -> become("{ping: , become: true, become_method: doas}", Map.of(), NO_BECOME))
                .hasMessageContaining("become_method 'doas' is not known");
    }

    @Test
    void a_become_password_is_secret_even_if_it_is_not_used() {
        assertThat(become("{ping: }", Map.of("ansible_become_password", "s3cret"), NO_BECOME))
                .isNull();
        assertThat(secrets).containsExactly("s3cret");
    }

    @Test
    void of_several_passwords_the_one_counts_that_counts_in_ansible() {
        Map<String, Object> both = Map.of("ansible_become_password", "general", "ansible_sudo_pass", "own");
        assertThat(become("{ping: , become: true}", both, NO_BECOME))
                .extracting(become -> Objects.requireNonNull(become).password())
                .isEqualTo("own");
        assertThat(ssh("{ping: }", Map.of("ansible_password", "general", "ansible_ssh_password", "own"), NO_LOGIN)
                        .password())
                .isEqualTo(new Target.Secret("own"));
    }

    private @Nullable Become become(String task, Map<String, Object> variables, RunSettings.Elevation elevation) {
        return access(task, variables, NO_LOGIN, elevation).become();
    }

    private Target.Ssh ssh(String task, Map<String, Object> variables, RunSettings.Login login) {
        return (Target.Ssh) access(task, variables, login, NO_BECOME).target();
    }

    private HostAccess access(
            String task, Map<String, Object> variables, RunSettings.Login login, RunSettings.Elevation elevation) {
        RunSettings settings = new RunSettings(
                5,
                new Mode.Apply(),
                false,
                Tags.ALL,
                false,
                null,
                false,
                null,
                login,
                elevation,
                Duration.ofMinutes(1),
                0,
                RunSettings.WatchedOutput.WANTED,
                RunSettings.Defaults.USUAL);
        return new AccessResolver(settings, secrets::add)
                .of("web1", Playbooks.task(task).settings(), new MapScope(variables));
    }
}
