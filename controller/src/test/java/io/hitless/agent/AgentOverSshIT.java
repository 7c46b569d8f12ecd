package io.hitless.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hitless.Needed;
import io.hitless.module.ModuleCatalog;
import io.hitless.transport.SshConnector;
import io.hitless.transport.SshdFixture;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentOverSshIT {
    @TempDir
    static Path directory = Path.of("unset");

    private static @Nullable SshdFixture sshd;
    private static @Nullable SshConnector connector;

    @BeforeAll
    static void start() throws Exception {
        SshdFixture started = SshdFixture.start(
                directory.resolve("sshd"), "SetEnv HITLESS_AGENT_STATE=" + directory.resolve("state"));
        sshd = started;
        Path key = SshdFixture.newKey(directory.resolve("key"), "ed25519", "");
        started.authorize(Path.of(key + ".pub"));
        connector = new SshConnector(started.settings());
    }

    @AfterAll
    static void stop() {
        if (connector != null) {
            connector.close();
        }
        if (sshd != null) {
            sshd.close();
        }
    }

    private static AgentSession session() throws Exception {
        if (connector == null || sshd == null) {
            throw new IllegalStateException("not started");
        }
        return new AgentSession(connector.connect(sshd.target(directory.resolve("key"))));
    }

    private static ModuleCall shell(String command, Duration limit) {
        Map<String, @Nullable Object> args =
                Map.of("cmd", command, "stdin_add_newline", true, "strip_empty_ends", true);
        return new ModuleCall(ModuleCatalog.builtIn().get("shell", null), args, false, false, null, Map.of(), limit);
    }

    @Test
    void output_of_100_mb_is_cut_and_the_session_goes_on() throws Exception {
        try (AgentSession session = session()) {
            Result result = session.call(shell("head -c 100000000 /dev/zero", Duration.ofSeconds(60)));
            assertThat(result.fields())
                    .containsEntry("stdout_bytes", 100_000_000L)
                    .containsEntry("stdout_truncated", true);
            assertThat(session.call(shell("printf 'a\\000\\377b'", Duration.ofSeconds(5)))
                            .fields())
                    .containsEntry("stdout", "a\0\ufffdb");
        }
    }

    @Test
    void what_looks_like_the_protocol_is_output_and_nothing_else() throws Exception {
        try (AgentSession session = session()) {
            String fake = "1 x 3 \nbad\n1 e 0 \n\nhitless 0123 1 /tmp";
            Result result = session.call(
                    shell("printf '%s' '" + fake + "'; printf '%s' '" + fake + "' >&2", Duration.ofSeconds(5)));
            assertThat(result.status()).isEqualTo(Result.Status.OK);
            assertThat(result.fields()).containsEntry("stdout", fake).containsEntry("stderr", fake);
        }
    }

    @Test
    void files_of_any_bytes_go_up_and_down() throws Exception {
        byte[] bytes = new byte[5_000_000];
        new Random(2).nextBytes(bytes);
        try (AgentSession session = session()) {
            String path = session.upload(new ByteArrayInputStream(bytes), null, Duration.ofMinutes(1));
            ByteArrayOutputStream back = new ByteArrayOutputStream();
            session.download(path, back, null, Duration.ofMinutes(1));
            assertThat(back.toByteArray()).isEqualTo(bytes);
        }
    }

    @Test
    void a_big_argument_arrives() throws Exception {
        try (AgentSession session = session()) {
            String text = "it's ä\n".repeat(200_000);
            Map<String, @Nullable Object> args = Map.of("data", text);
            ModuleCall call = new ModuleCall(
                    ModuleCatalog.builtIn().get("ping", null),
                    args,
                    false,
                    false,
                    null,
                    Map.of(),
                    Duration.ofSeconds(30));
            assertThat(session.call(call).fields())
                    .hasEntrySatisfying(
                            "ping", value -> assertThat(String.valueOf(value)).startsWith("it's ä\n"));
        }
    }

    /** Ends the server's processes, not the shells: those are to find out by themselves. */
    private static void hangUpSoon(SshdFixture running) {
        Thread.ofVirtual().start(() -> {
            try {
                Thread.sleep(500);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
            running.processes().stream()
                    .skip(1)
                    .filter(process -> process.info().command().orElse("").endsWith("/sshd"))
                    .forEach(ProcessHandle::destroyForcibly);
        });
    }

    @Test
    void a_hang_up_in_the_middle_ends_the_call_and_cleans_up_on_the_host() throws Exception {
        SshdFixture running = sshd;
        if (running == null) {
            throw new IllegalStateException("not started");
        }
        try (AgentSession session = session()) {
            Path work = Path.of(session.upload(new ByteArrayInputStream(new byte[1]), null, Duration.ofMinutes(1)))
                    .resolveSibling(".")
                    .normalize();
            assertThat(work).exists();
            hangUpSoon(running);
            assertThatThrownBy(() -> session.call(shell("sleep 2", Duration.ofSeconds(20))))
                    .isInstanceOf(IOException.class);
            for (int i = 0; i < 60 && Files.exists(work); i++) {
                Thread.sleep(100);
            }
            assertThat(work).doesNotExist();
        }
    }

    @Test
    void a_call_given_up_is_ended_on_the_host() throws Exception {
        Path mark = directory.resolve("mark");
        try (AgentSession session = session()) {
            assertThatThrownBy(() -> session.call(shell("sleep 2; touch " + mark, Duration.ofMillis(500))))
                    .isInstanceOf(IOException.class);
            assertThat(session.call(shell("sleep 3; echo fine", Duration.ofSeconds(10)))
                            .fields())
                    .containsEntry("stdout", "fine");
            assertThat(mark).doesNotExist();
        }
    }

    /** The controller's death by kill -9, as the host sees it: the client is gone from one moment to the next. */
    @Test
    void what_a_killed_client_did_not_read_is_picked_up_by_the_next_session() throws Exception {
        Needed.programs("ssh");
        Path mark = directory.resolve("finished");
        CallContext ticket = new CallContext("20261122-140000-kill", null, "5.0.0");
        StringBuilder text =
                new StringBuilder("t_key='0123'\n").append(AgentProgram.TEXT).append("hello\n");
        List.of("state", "ticket", "preimage", "notes").forEach(part -> text.append(AgentProgram.part(part)));
        ModuleCall plain = shell("sleep 1; touch " + mark + "; seq 100000", Duration.ofSeconds(20));
        CallEncoder.append(text, plain.module());
        CallEncoder.append(
                text,
                1,
                new ModuleCall(plain.module(), plain.args(), false, false, null, Map.of(), plain.limit(), ticket),
                false);
        SshdFixture running = Objects.requireNonNull(sshd);
        Process client = new ProcessBuilder(
                        "ssh",
                        "-F",
                        "none",
                        "-p",
                        "" + running.port(),
                        "-i",
                        directory.resolve("key").toString(),
                        "-o",
                        "StrictHostKeyChecking=no",
                        "-o",
                        "UserKnownHostsFile=/dev/null",
                        "-o",
                        "LogLevel=ERROR",
                        running.host(),
                        "exec /bin/sh")
                .start();
        client.getOutputStream().write(text.toString().getBytes(StandardCharsets.UTF_8));
        client.getOutputStream().flush();
        client.getInputStream().readNBytes(10); // its greeting: the call is on its way
        Thread.sleep(300);
        client.destroyForcibly().waitFor();
        assertThat(mark).doesNotExist();
        try (AgentSession session = session()) {
            List<RecoveredCall> found = session.recover(ticket.run(), null, Duration.ofSeconds(15));
            assertThat(found).singleElement().satisfies(one -> {
                assertThat(one.state()).isEqualTo(RecoveredCall.State.ENDED);
                Result result = Objects.requireNonNull(one.replies().getFirst().result());
                assertThat(result.changed()).isTrue();
                assertThat(String.valueOf(result.fields().get("stdout"))).endsWith("\n99999\n100000");
            });
            assertThat(mark).exists();
        }
    }

    @Test
    void a_session_that_lost_its_connection_keeps_its_answer_and_its_lease() throws Exception {
        SshdFixture running = Objects.requireNonNull(sshd);
        String run = "20261122-140000-lost";
        try (AgentSession session = session()) {
            LeaseRequest request = new LeaseRequest(run, "me@bastion", Duration.ofSeconds(60), false);
            HeldLease lease = HostWithState.granted(session.lease(request, null));
            assertThat(lease.epoch()).isEqualTo(1);
            hangUpSoon(running);
            ModuleCall call = shell("sleep 6; echo done", Duration.ofSeconds(20));
            assertThatThrownBy(() -> session.call(new ModuleCall(
                            call.module(),
                            call.args(),
                            false,
                            false,
                            null,
                            Map.of(),
                            call.limit(),
                            new CallContext(run, lease, "2.0.0"))))
                    .isInstanceOf(IOException.class);
        }
        try (AgentSession session = session()) {
            assertThat(session.leases()).singleElement().satisfies(lease -> {
                assertThat(lease.state()).isEqualTo(HostLease.State.HELD);
                assertThat(lease.process())
                        .as("the agent that is still at work")
                        .isPositive();
            });
            assertThat(session.recover(run, null, Duration.ofSeconds(15)))
                    .singleElement()
                    .satisfies(one -> assertThat(Objects.requireNonNull(
                                            one.replies().getFirst().result())
                                    .fields())
                            .containsEntry("stdout", "done"));
            HeldLease lease = HostWithState.granted(
                    session.lease(new LeaseRequest(run, "me@bastion", Duration.ofSeconds(60), false), null));
            assertThat(lease.epoch()).isEqualTo(2);
            assertThat(session.release(lease, true)).isTrue();
        }
    }
}
