package io.hitless.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hitless.module.ModuleCatalog;
import io.hitless.module.ModuleSpec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AgentSessionTest {
    private static final ModuleCatalog CATALOG = ModuleCatalog.builtIn();

    private final List<AgentSession> sessions = new ArrayList<>();

    @TempDir
    Path directory = Path.of("unset");

    @AfterEach
    void close_sessions() {
        sessions.forEach(AgentSession::close);
    }

    private AgentSession session(LocalShell connection, String shell) {
        AgentSession session = new AgentSession(connection, shell);
        sessions.add(session);
        return session;
    }

    private static ModuleCall shell(String command, Duration limit) {
        Map<String, @Nullable Object> args =
                Map.of("cmd", command, "stdin_add_newline", true, "strip_empty_ends", true);
        return new ModuleCall(module("shell"), args, false, false, null, Map.of(), limit);
    }

    private static ModuleSpec module(String name) {
        return CATALOG.get(name, null);
    }

    @ParameterizedTest
    @EnumSource(Shells.class)
    void much_output_is_cut_and_said_to_be(Shells shell) throws Exception {
        AgentSession session = session(new LocalShell(), shell.line);
        Result result = session.call(shell("head -c 100000000 /dev/zero | tr '\\0' x", Duration.ofSeconds(60)));
        assertThat(result.fields()).containsEntry("stdout_truncated", true).containsEntry("stdout_bytes", 100_000_000L);
        assertThat(String.valueOf(result.fields().get("stdout"))).hasSize(1 << 20);
        assertThat(result.warnings()).singleElement().asString().contains("100000000");
        assertThat(session.call(shell("echo fine", Duration.ofSeconds(5))).fields())
                .containsEntry("stdout", "fine");
    }

    @ParameterizedTest
    @EnumSource(Shells.class)
    void a_command_that_hangs_is_given_up_and_ended_and_the_next_call_gets_a_new_agent(Shells shell) throws Exception {
        AgentSession session = session(new LocalShell(), shell.line);
        Path pid = directory.resolve("pid");
        assertThatThrownBy(() -> session.call(shell("echo $$ >" + pid + "; exec sleep 1000", Duration.ofMillis(700))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("module shell did not reply");
        assertThat(session.call(shell("echo fine", Duration.ofSeconds(5))).fields())
                .containsEntry("stdout", "fine");
    }

    @ParameterizedTest
    @EnumSource(Shells.class)
    void an_agent_that_is_killed_is_reported_as_such(Shells shell) throws Exception {
        LocalShell connection = new LocalShell();
        AgentSession session = session(connection, shell.line);
        session.upload(new ByteArrayInputStream(new byte[0]), null, Duration.ofMinutes(1));
        long agent = connection.started().getFirst().pid();
        assertThatThrownBy(() -> session.call(shell("kill -9 " + agent + " $PPID", Duration.ofSeconds(10))))
                .isInstanceOf(IOException.class)
                .hasMessageMatching("(?s).*the agent ended during call 1 of module shell.*");
        assertThat(session.isOpen()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Shells.class)
    void the_work_directory_goes_when_the_session_ends(Shells shell) throws Exception {
        LocalShell connection = new LocalShell();
        AgentSession session = session(connection, shell.line);
        Path staged =
                Path.of(session.upload(new ByteArrayInputStream(new byte[] {1, 0, 2}), null, Duration.ofMinutes(1)));
        assertThat(Files.readAllBytes(staged)).containsExactly(1, 0, 2);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(staged.resolveSibling("."))))
                .isEqualTo("rwx------");
        session.close();
        assertThat(staged.resolveSibling(".")).doesNotExist();
    }

    @ParameterizedTest
    @EnumSource(Shells.class)
    void a_call_that_arrives_cut_short_is_not_run(Shells shell) throws Exception {
        Path mark = directory.resolve("mark");
        StringBuilder text =
                new StringBuilder("t_key='0123'\n").append(AgentProgram.TEXT).append("hello\n");
        CallEncoder.append(text, module("shell"));
        CallEncoder.append(text, 1, shell("touch " + mark, Duration.ofSeconds(5)), false);
        String whole = text.toString();
        String cut = whole.substring(0, whole.lastIndexOf("call )"));
        LocalShell connection = new LocalShell();
        try (var process = connection.start("exec " + shell.line)) {
            process.input().write(cut.getBytes(StandardCharsets.UTF_8));
            process.input().close();
            String answers = new String(process.output().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answers).startsWith("hitless 0123 ").doesNotContain("\n1 ");
        }
        assertThat(mark).doesNotExist();
    }

    @Test
    void files_of_any_bytes_go_up_and_down() throws Exception {
        AgentSession session = session(new LocalShell(), "/bin/sh");
        byte[] bytes = new byte[3_000_000];
        new Random(1).nextBytes(bytes);
        String path = session.upload(new ByteArrayInputStream(bytes), null, Duration.ofMinutes(1));
        ByteArrayOutputStream back = new ByteArrayOutputStream();
        session.download(path, back, null, Duration.ofMinutes(1));
        assertThat(back.toByteArray()).isEqualTo(bytes);
        assertThatThrownBy(() -> session.download(directory + "/none", back, null, Duration.ofMinutes(1)))
                .hasMessageContaining("No such file");
    }

    @Test
    void what_a_login_profile_prints_is_not_taken_for_an_answer() throws Exception {
        AgentSession session = session(new LocalShell(), "/bin/sh -c 'echo Welcome; echo \"1 s 3 x\"; exec /bin/sh'");
        assertThat(session.call(shell("echo fine", Duration.ofSeconds(5))).fields())
                .containsEntry("stdout", "fine");
    }

    @Test
    void a_host_without_the_shell_is_reported_with_what_it_printed() {
        AgentSession session = session(new LocalShell(), "/nonesuch/sh");
        assertThatThrownBy(() -> session.call(shell("true", Duration.ofSeconds(5))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("nonesuch");
    }

    @Test
    void a_raw_command_needs_no_agent() throws Exception {
        LocalShell connection = new LocalShell();
        Result result =
                session(connection, "/bin/sh").raw("echo out; echo err >&2; exit 3", null, Duration.ofMinutes(1));
        assertThat(result.isFailed()).isTrue();
        assertThat(result.fields())
                .containsEntry("rc", 3L)
                .containsEntry("stdout", "out\n")
                .containsEntry("stderr", "err\n");
        assertThat(connection.started()).hasSize(1);
    }

    @Test
    void a_module_that_cannot_tell_is_skipped_in_check_mode_without_asking_the_host() throws Exception {
        LocalShell connection = new LocalShell();
        ModuleCall call = new ModuleCall(
                module("raw"), Map.of("cmd", "true"), true, false, null, Map.of(), Duration.ofSeconds(5));
        assertThat(session(connection, "/bin/sh").call(call).status()).isEqualTo(Result.Status.SKIPPED);
        assertThat(connection.started()).isEmpty();
    }

    @Test
    void a_value_no_shell_can_take_fails_the_task_and_not_the_session() throws Exception {
        AgentSession session = session(new LocalShell(), "/bin/sh");
        assertThat(session.call(shell("echo \0", Duration.ofSeconds(5))).isFailed())
                .isTrue();
        assertThat(session.call(shell("echo fine", Duration.ofSeconds(5))).fields())
                .containsEntry("stdout", "fine");
    }
}
