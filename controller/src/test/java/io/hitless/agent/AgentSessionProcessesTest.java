package io.hitless.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hitless.module.ModuleCatalog;
import io.hitless.source.UserError;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which processes a session starts on its host, and what it makes of how they end. */
class AgentSessionProcessesTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Become WEB = new Become(Become.Method.SUDO, "web", null, null, null);

    private final Deque<FakeProcess> processes = new ArrayDeque<>();
    private final FakeProcess killer = new FakeProcess().exits(0);
    private final FakeHost host = new FakeHost(command ->
            command.contains("kill -TERM") ? killer : Objects.requireNonNull(processes.poll(), "one process too many"));
    private final AgentSession session = new AgentSession(host);

    private FakeProcess agent(String... records) {
        FakeAgent agent = new FakeAgent(records);
        processes.add(agent.process);
        return agent.process;
    }

    private FakeProcess program(int status) {
        FakeProcess program = new FakeProcess();
        processes.add(program);
        return program.exits(status);
    }

    private FakeProcess program(int status, String stdout, String stderr) {
        FakeProcess program = new FakeProcess();
        processes.add(program);
        program.output.says(stdout);
        program.error.says(stderr);
        return program.exits(status);
    }

    private static ModuleCall call(String module, boolean check, @Nullable Become become) {
        return new ModuleCall(
                ModuleCatalog.builtIn().get(module, null), Map.of(), check, false, become, Map.of(), LIMIT);
    }

    private static ModuleCall ping(@Nullable Become become) {
        return call("ping", false, become);
    }

    @Test
    void one_agent_serves_all_calls_of_an_identity() throws Exception {
        agent(FakeAgent.DONE, FakeAgent.DONE);
        assertThat(session.call(ping(null))).isEqualTo(Result.ok(false, Map.of()));
        assertThat(session.call(ping(null))).isEqualTo(Result.ok(false, Map.of()));
        assertThat(host.commands()).containsExactly("exec /bin/sh");
    }

    @Test
    void each_identity_has_an_agent_of_its_own() throws Exception {
        agent(FakeAgent.DONE, FakeAgent.DONE);
        agent(FakeAgent.DONE, FakeAgent.DONE);
        session.call(ping(null));
        session.call(ping(WEB));
        session.call(ping(null));
        session.call(ping(WEB));
        assertThat(host.commands()).containsExactly("exec /bin/sh", "sudo '-H' '-S' '-n' -u 'web' /bin/sh");
    }

    @Test
    void a_module_that_cannot_predict_is_not_sent_in_check_mode() throws Exception {
        Result skipped = session.call(call("raw", true, null));
        assertThat(skipped.status()).isEqualTo(Result.Status.SKIPPED);
        assertThat(host.commands()).isEmpty();
    }

    @Test
    void an_agent_that_answers_nonsense_is_ended_and_the_next_call_gets_a_new_one() throws Exception {
        FakeProcess broken = agent(" nonsense\n");
        assertThatThrownBy(() -> session.call(ping(null))).isInstanceOf(IOException.class);
        FakeProcess next = agent(FakeAgent.DONE);
        assertThat(session.call(ping(null)).isFailed()).isFalse();
        next.exits(0);
        session.close();
        assertThat(broken.isClosed()).isTrue();
        assertThat(killer.isClosed()).isTrue();
        assertThat(host.commands())
                .filteredOn(command -> command.contains("kill -TERM"))
                .singleElement()
                .asString()
                .contains("kill -TERM -4711")
                .contains("rm -rf -- ")
                .contains(FakeAgent.WORK);
    }

    @Test
    void an_upload_goes_into_the_work_directory_for_its_owner_alone() throws Exception {
        agent();
        FakeProcess cat = program(0);
        String path = session.upload(new ByteArrayInputStream("a\0b".getBytes(StandardCharsets.UTF_8)), null, LIMIT);
        assertThat(path).isEqualTo(FakeAgent.WORK + "/upload1");
        assertThat(cat.sent()).isEqualTo("a\0b");
        assertThat(cat.inputIsClosed()).isTrue();
        assertThat(cat.isClosed()).isTrue();
        assertThat(host.commands().getLast()).contains("umask 077; exec cat >").contains(path);
        program(0);
        assertThat(session.upload(new ByteArrayInputStream(new byte[0]), null, LIMIT))
                .as("never the same file")
                .isEqualTo(FakeAgent.WORK + "/upload2");
    }

    @Test
    void an_upload_that_the_host_refuses_fails_with_what_it_printed() {
        agent();
        program(1, "", "cat: write error: No space left on device\n");
        assertThatThrownBy(() -> session.upload(new ByteArrayInputStream(new byte[] {1}), null, LIMIT))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("cannot upload: cat: write error: No space left on device");
    }

    @Test
    void an_upload_that_a_silent_program_refuses_fails_with_its_status() {
        agent();
        program(7);
        assertThatThrownBy(() -> session.upload(new ByteArrayInputStream(new byte[] {1}), null, LIMIT))
                .hasMessageContaining("cannot upload: exit status 7");
    }

    @Test
    void a_download_gives_the_bytes_of_the_file() throws Exception {
        FakeProcess cat = program(0, "content", "");
        ByteArrayOutputStream to = new ByteArrayOutputStream();
        session.download("/etc/it's", to, null, LIMIT);
        assertThat(to.toString(StandardCharsets.UTF_8)).isEqualTo("content");
        assertThat(cat.inputIsClosed()).isTrue();
        assertThat(cat.isClosed()).isTrue();
        assertThat(host.commands()).singleElement().asString().contains("exec cat -- ");
    }

    @Test
    void a_download_that_fails_says_why() {
        program(1, "", "cat: /none: No such file or directory\n");
        assertThatThrownBy(() -> session.download("/none", new ByteArrayOutputStream(), null, LIMIT))
                .isInstanceOf(IOException.class)
                .hasMessage("cannot read /none: cat: /none: No such file or directory");
    }

    @Test
    void a_download_ends_at_its_limit() {
        processes.add(new FakeProcess());
        assertThatThrownBy(() -> session.download("/big", new ByteArrayOutputStream(), null, Duration.ofMillis(50)))
                .isInstanceOf(SocketTimeoutException.class)
                .hasMessageContaining("the download of /big did not end within");
    }

    @Test
    void a_raw_command_runs_as_it_is_written_and_without_an_agent() throws Exception {
        FakeProcess raw = program(0, "out\n", "err\n");
        Result result = session.raw("uptime | cut -c1", null, LIMIT);
        assertThat(result.status()).isEqualTo(Result.Status.OK);
        assertThat(result.changed()).isTrue();
        assertThat(result.fields()).isEqualTo(Map.of("rc", 0L, "stdout", "out\n", "stderr", "err\n"));
        assertThat(raw.inputIsClosed()).isTrue();
        assertThat(raw.isClosed()).isTrue();
        assertThat(host.commands()).containsExactly("uptime | cut -c1");
    }

    @Test
    void a_raw_command_fails_by_its_exit_status() throws Exception {
        program(3);
        Result result = session.raw("false", null, LIMIT);
        assertThat(result.isFailed()).isTrue();
        assertThat(result.fields()).containsEntry("rc", 3L).containsEntry("msg", "non-zero return code");
    }

    @Test
    void much_output_of_a_raw_command_is_cut_and_counted() throws Exception {
        program(0, "x".repeat(ReplyLimits.FIELD + 5), "");
        Result result = session.raw("yes", null, LIMIT);
        assertThat(String.valueOf(result.fields().get("stdout"))).hasSize(ReplyLimits.FIELD);
        assertThat(result.fields())
                .containsEntry("stdout_truncated", true)
                .containsEntry("stdout_bytes", ReplyLimits.FIELD + 5L);
    }

    @Test
    void an_identity_that_is_refused_fails_the_task_and_not_the_host() throws Exception {
        Become asking = new Become(Become.Method.SUDO, "root", "secret", null, null);
        program(1, "", "bob is not in the sudoers file\n");
        Result raw = session.raw("id", asking, LIMIT);
        assertThat(raw.isFailed()).isTrue();
        assertThat(String.valueOf(raw.fields().get("msg"))).startsWith("the login user is not allowed to");
        program(1, "", "bob is not in the sudoers file\n");
        Result called = session.call(ping(asking));
        assertThat(String.valueOf(called.fields().get("msg"))).startsWith("the login user is not allowed to");
    }

    @Test
    void closing_ends_the_agents_and_the_connection() throws Exception {
        FakeProcess first = agent(FakeAgent.DONE);
        FakeProcess second = agent(FakeAgent.DONE);
        session.call(ping(null));
        session.call(ping(WEB));
        assertThat(session.isOpen()).isTrue();
        List.of(first, second).forEach(process -> process.output.end());
        session.close();
        assertThat(List.of(first, second)).allMatch(FakeProcess::inputIsClosed).allMatch(FakeProcess::isClosed);
        assertThat(session.isOpen()).isFalse();
    }
}
